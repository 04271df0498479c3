using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Reads a body as it comes, never more of it than is allowed, whatever its headers claim.</summary>
internal static class BodyReader
{
    /// <summary>Reads the body's bytes, decompressed, into <paramref name="body"/>; the refusal is null exactly when all of it was read.</summary>
    public static async ValueTask<RequestRefusal?> ReadAsync(HttpRequest request, int limit, PooledBody body, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return RequestRefusal.TooLarge($"A body has at most {limit} bytes.");
        }

        try
        {
            return request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
            {
                "" or "identity" => await FromPipeAsync(request, body, cancellationToken).ConfigureAwait(false),
                "gzip" => await FromGzipAsync(request, body, cancellationToken).ConfigureAwait(false),
                _ => new RequestRefusal(415, "unsupportedEncoding", "Bodies come plain or in gzip."),
            };
        }
        catch (InvalidDataException)
        {
            return RequestRefusal.Malformed("The body is not gzip, although it says so.");
        }
        catch (BadHttpRequestException refused)
        {
            return new RequestRefusal(refused.StatusCode, refused.StatusCode == 413 ? "tooLarge" : "badRequest", "The server refused the body.");
        }
    }

    private static async ValueTask<RequestRefusal?> FromPipeAsync(HttpRequest request, PooledBody body, CancellationToken cancellationToken)
    {
        var pipe = request.BodyReader;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var refusal = body.Append(read.Buffer);
            pipe.AdvanceTo(read.Buffer.End);
            if (refusal is not null || read.IsCompleted)
            {
                return refusal;
            }
        }
    }

    private static async ValueTask<RequestRefusal?> FromGzipAsync(HttpRequest request, PooledBody body, CancellationToken cancellationToken)
    {
        var plain = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        var buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
        try
        {
            int count;
            while ((count = await plain.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Append(new ReadOnlySequence<byte>(buffer, 0, count)) is { } refusal)
                {
                    return refusal;
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await plain.DisposeAsync().ConfigureAwait(false);
        }
    }
}
