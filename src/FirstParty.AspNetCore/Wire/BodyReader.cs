using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Reads a body into one array of its own, never more of it than is allowed, whatever its headers claim.</summary>
internal static class BodyReader
{
    /// <summary>The body's bytes after decompression, or the refusal.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Body, RequestRefusal? Refusal)> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (request.ContentLength > limit)
        {
            return (default, TooLarge(limit));
        }

        try
        {
            return encoding.ToLowerInvariant() switch
            {
                "" or "identity" => await FromPipeAsync(request, limit, cancellationToken).ConfigureAwait(false),
                "gzip" => await FromGzipAsync(request, limit, cancellationToken).ConfigureAwait(false),
                _ => (default, new RequestRefusal(415, "unsupportedEncoding", "Bodies come plain or in gzip.")),
            };
        }
        catch (InvalidDataException)
        {
            return (default, RequestRefusal.Malformed("The body is not gzip, although it says so."));
        }
        catch (BadHttpRequestException refused)
        {
            return (default, new RequestRefusal(refused.StatusCode, refused.StatusCode == 413 ? "tooLarge" : "badRequest", "The server refused the body."));
        }
    }

    private static RequestRefusal TooLarge(int limit) => RequestRefusal.TooLarge($"A body has at most {limit} bytes.");

    private static async ValueTask<(ReadOnlyMemory<byte> Body, RequestRefusal? Refusal)> FromPipeAsync(
        HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var pipe = request.BodyReader;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                pipe.AdvanceTo(read.Buffer.End);
                return (default, TooLarge(limit));
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                pipe.AdvanceTo(read.Buffer.End);
                return (body, null);
            }

            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask<(ReadOnlyMemory<byte> Body, RequestRefusal? Refusal)> FromGzipAsync(
        HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var plain = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        await using (plain.ConfigureAwait(false))
        {
            var body = new ArrayBufferWriter<byte>(4 * 1024);
            int count;
            while ((count = await plain.ReadAsync(body.GetMemory(4 * 1024), cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Advance(count);
                if (body.WrittenCount > limit)
                {
                    return (default, TooLarge(limit));
                }
            }

            return (body.WrittenMemory, null);
        }
    }
}
