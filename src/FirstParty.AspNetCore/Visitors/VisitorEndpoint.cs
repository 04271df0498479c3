using FirstParty.AspNetCore.Collector;
using FirstParty.Events;
using FirstParty.Profiles;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>
/// What a page may know of its own visitor: segments and traits that they permit for personalisation. Nothing that a visitor merely claims to be
/// opens anybody's profile, and nobody else's page reads it.
/// </summary>
internal sealed class VisitorEndpoint(
    CustomerDataPlatform platform, VisitorOptions options, RequestGate gate, SenderDirectory senders, VisitorCookie cookie)
{
    /// <summary>Answers <c>{"segments":[…],"traits":{…}}</c>, both empty for whoever is unknown or has not agreed.</summary>
    public Task HandleAsync(HttpContext context) => gate.PassAsync(context, 0, async _ =>
    {
        if (senders.CheckOwnPage(context.Request, context.Request.Query["writeKey"]) is { } refusal)
        {
            await Answer.RefusedAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        var profile = await FindAsync(context).ConfigureAwait(false);
        await Answer.JsonAsync(context, 200, writer =>
        {
            writer.WriteStartArray("segments");
            foreach (var segment in profile?.Segments ?? [])
            {
                writer.WriteStringValue(segment);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("traits");
            foreach (var (name, trait) in profile?.Traits.OrderBy(trait => trait.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, TraitValue>>())
            {
                writer.WritePropertyName(name);
                AttributeJson.Write(writer, trait.Value);
            }

            writer.WriteEndObject();
        }).ConfigureAwait(false);
    });

    private async ValueTask<Profile?> FindAsync(HttpContext context) =>
        cookie.Find(context.Request) is { } visitor && platform.Purposes.Find(options.PersonalisationPurpose) is not null
            ? await platform.Profiles.FindOwnAsync(visitor, options.PersonalisationPurpose, context.RequestAborted).ConfigureAwait(false)
            : null;
}
