using System.Globalization;
using System.Text.Json;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>Writes what became of a request: for each event its outcome, or for the whole the refusal. Never cached, never sniffed.</summary>
internal static class Answer
{
    /// <summary>The header that says when requests are taken again.</summary>
    public const string ResetHeader = "X-RateLimit-Reset";

    /// <summary>200, with one outcome for each event in the order they came: what its sender may be told of it.</summary>
    public static Task OutcomesAsync(HttpContext context, IReadOnlyList<EventOutcome> outcomes) => JsonAsync(context, 200, writer =>
    {
        writer.WriteBoolean("success", true);
        writer.WriteStartArray("items");
        foreach (var outcome in outcomes)
        {
            Write(writer, outcome);
        }

        writer.WriteEndArray();
    });

    /// <summary>The refusal of a whole request.</summary>
    public static Task RefusedAsync(HttpContext context, RequestRefusal refusal)
    {
        CollectorMetrics.Refused(refusal.Reason);
        return JsonAsync(context, refusal.Status, writer =>
        {
            writer.WriteBoolean("success", false);
            writer.WriteString("reason", refusal.Reason);
            writer.WriteString("detail", refusal.Detail);
        });
    }

    /// <summary>
    /// 429 or 503: nothing was taken, and the same request may come again after so many seconds. For 429 the instant is said too, in seconds since
    /// 1970 UTC, for clients that look for it.
    /// </summary>
    public static Task LaterAsync(HttpContext context, int status, string reason, int seconds, DateTimeOffset now)
    {
        var headers = context.Response.Headers;
        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status429TooManyRequests)
        {
            headers[ResetHeader] = (now.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);
        }

        return RefusedAsync(context, new RequestRefusal(status, reason, "Nothing of this was taken; send it again later."));
    }

    /// <summary>A JSON object.</summary>
    public static async Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        var writer = new Utf8JsonWriter(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, EventOutcome outcome)
    {
        writer.WriteStartObject();
        WriteIfAny(writer, "messageId", outcome.MessageId);
        writer.WriteString("status", ReasonNames.Of(outcome.Status));
        if (outcome.Reason != EventReason.None)
        {
            writer.WriteString("reason", ReasonNames.Of(outcome.Reason));
        }

        WriteIfAny(writer, "detail", outcome.Detail);
        WriteIfAny(writer, "purpose", outcome.Purpose);
        if (!outcome.Notes.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("notes");
            foreach (var note in outcome.Notes)
            {
                writer.WriteStartObject();
                writer.WriteString("reason", ReasonNames.Of(note.Reason));
                writer.WriteString("field", note.Field);
                WriteIfAny(writer, "purpose", note.Purpose);
                WriteIfAny(writer, "refusal", note.Refusal == IdentifierRefusal.None ? null : ReasonNames.Of(note.Refusal));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
