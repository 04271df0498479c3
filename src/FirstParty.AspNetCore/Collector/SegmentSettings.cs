using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>The document that Segment's browser client asks for before its first event: it sends the client here and nowhere else.</summary>
internal sealed class SegmentSettings(SenderDirectory senders, OriginRules origins)
{
    /// <summary>Answers with the settings for a write key, or 404 when nobody holds it.</summary>
    public Task HandleAsync(HttpContext context)
    {
        origins.Allow(context);
        var key = context.Request.RouteValues["writeKey"] as string ?? string.Empty;
        if (senders.Find(key) is null)
        {
            return Answer.RefusedAsync(context, Wire.RequestRefusal.UnknownKey(404));
        }

        var request = context.Request;
        var path = request.PathBase.Add(request.Path).Value!;
        var apiHost = request.Headers.Host + path[..path.IndexOf("/projects/", StringComparison.OrdinalIgnoreCase)];
        return Answer.JsonAsync(context, 200, writer =>
        {
            writer.WriteStartObject("integrations");
            writer.WriteStartObject("Segment.io");
            writer.WriteString("apiKey", key);
            writer.WriteString("apiHost", apiHost);
            writer.WriteString("protocol", request.Scheme);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("plan");
            writer.WriteEndObject();
            writer.WriteStartObject("metrics");
            writer.WriteNumber("sampleRate", 0);
            writer.WriteEndObject();
            writer.WriteBoolean("legacyVideoPluginsEnabled", false);
            writer.WriteStartArray("remotePlugins");
            writer.WriteEndArray();
        });
    }
}
