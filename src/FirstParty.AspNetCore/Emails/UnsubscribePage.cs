using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Emails;

/// <summary>The three small pages of unsubscribing. No script, no picture, nothing from elsewhere.</summary>
internal static class UnsubscribePage
{
    /// <summary>One button that sends the form back to the same address.</summary>
    public static Task AskAsync(HttpContext context, string purpose) => WriteAsync(
        context,
        200,
        "Unsubscribe",
        $"<p>{HtmlEncoder.Default.Encode(purpose)}</p><form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\">"
        + "<button>Unsubscribe</button></form>");

    /// <summary>It is done.</summary>
    public static Task DoneAsync(HttpContext context, string purpose) =>
        WriteAsync(context, 200, "You are unsubscribed", $"<p>{HtmlEncoder.Default.Encode(purpose)}</p>");

    /// <summary>The address is not one that was sent.</summary>
    public static Task InvalidAsync(HttpContext context) =>
        WriteAsync(context, 404, "This link is not valid", "<p>Please copy the whole address from the e-mail.</p>");

    private static Task WriteAsync(HttpContext context, int status, string title, string body)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        var html = $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + $"<meta name=\"robots\" content=\"noindex\"><title>{title}</title><h1>{title}</h1>{body}</html>";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), context.RequestAborted).AsTask();
    }
}
