using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FirstParty.AspNetCore.Snippets;

/// <summary>Serves the scripts: under their versioned name for ever, under their plain name with a tag to ask again by.</summary>
internal sealed class SnippetEndpoint(IReadOnlyDictionary<string, SnippetAsset> files)
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string AskAgain = "public, max-age=300, stale-while-revalidate=86400";

    private const int VersionLength = 16;

    /// <summary>Serves <c>name.js</c> or <c>name.version.js</c>; 404 when there is no such script.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var file = Path.GetFileName(context.Request.Path.Value!);
        if (files.TryGetValue(file, out var asset))
        {
            return ServeAsync(context, asset, AskAgain);
        }

        var extension = Path.GetExtension(file);
        var name = Path.GetFileNameWithoutExtension(file);
        var version = Path.GetExtension(name);
        return version.Length == VersionLength + 1 && files.TryGetValue(Path.GetFileNameWithoutExtension(name) + extension, out asset)
            ? ServeAsync(context, asset, version[1..] == asset.Version ? Forever : AskAgain)
            : NotFound(context);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task ServeAsync(HttpContext context, SnippetAsset asset, string cacheControl)
    {
        var useBrotli = AcceptsBrotli(context.Request);
        var etag = useBrotli ? $"\"{asset.Version}-br\"" : $"\"{asset.Version}\"";
        var headers = context.Response.Headers;
        headers.ETag = etag;
        headers.CacheControl = cacheControl;
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlAllowOrigin = "*"; // Integrity needs it where the page is another origin's.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (context.Request.Headers.IfNoneMatch.Any(tags => tags is not null && (tags == "*" || tags.Contains(etag, StringComparison.Ordinal))))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = useBrotli ? asset.Brotli : asset.Plain;
        context.Response.ContentType = "text/javascript; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (useBrotli)
        {
            headers.ContentEncoding = "br";
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptEncoding.OfType<string>()], out var accepted)
        && accepted.Any(coding => coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);
}
