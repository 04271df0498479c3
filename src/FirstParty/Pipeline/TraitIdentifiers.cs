using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>
/// Part of deciding: an e-mail address or telephone number that came as a trait, or as an id of another system, names its person only if the trait may be
/// kept. What was refused is stored nowhere: not as a trait, not in the context, not as an identifier, and not in quarantine.
/// </summary>
internal static class TraitIdentifiers
{
    private const string Id = "id";
    private const string Type = "type";

    /// <summary>What in an event's context could name its person, by the trait that it is, before anything is known of it.</summary>
    public static IEnumerable<(bool IsExternalId, string Name, AttributeValue Value)> InContext(PendingEvent pending, IdentityRules rules)
    {
        var context = pending.Context.ToUtf8().Span;
        var traits = context.IndexOf("\"traits\""u8) >= 0 ? pending.Context.Find(ContextClaim.Traits)?.AsObject() : null;
        var externalIds = context.IndexOf("\"externalIds\""u8) >= 0 ? pending.Context.Find(ContextClaim.ExternalIds)?.AsList() : null;
        if (traits is null && externalIds is null)
        {
            return []; // As of nearly every event.
        }

        return (traits is null ? [] : traits.Where(trait => NamespaceOf(trait.Key, rules) is not null).Select(trait => (false, trait.Key, trait.Value)))
            .Concat((externalIds ?? []).Select(entry => entry.AsObject()).OfType<Attributes>()
                .Select(entry => (Namespace: NamespaceOf(entry, pending, rules), Value: entry.Find(Id)))
                .Where(entry => entry is { Namespace: not null, Value: not null })
                .Select(entry => (true, entry.Namespace!, entry.Value!)));
    }

    /// <summary>Takes away what refused traits would have named, from the event and from what waits in quarantine of it.</summary>
    public static void Drop(PendingEvent pending, IdentityRules rules, IReadOnlyCollection<(string Name, AttributeValue Value)> refused)
    {
        var dropped = new HashSet<Identifier>();
        foreach (var (name, value) in refused)
        {
            if (NamespaceOf(name, rules) is { } @namespace && value.AsString() is { } text
                && rules.TryNormalise(new Identifier(@namespace, text), out var identifier, out _))
            {
                dropped.Add(identifier.Value);
            }
        }

        if (dropped.Count > 0)
        {
            pending.Identifiers = [.. pending.Identifiers.Where(identifier => !dropped.Contains(identifier))];
            pending.Spoken = [.. pending.Spoken.Where(raw => !(rules.TryNormalise(raw, out var identifier, out _) && dropped.Contains(identifier.Value)))];
            Shorten(pending);
        }
    }

    /// <summary>Takes what was refused out of the context that is kept.</summary>
    public static void DropFromContext(PendingEvent pending, IReadOnlyCollection<ContextClaim> refused)
    {
        string[] names = [.. refused.Where(claim => !claim.IsExternalId).Select(claim => claim.Trait.Name)];
        var ids = refused.Where(claim => claim.IsExternalId).Select(claim => claim.Trait.Value).ToHashSet();
        var context = new Attributes();
        foreach (var (name, value) in pending.Context)
        {
            context[name] = name switch
            {
                ContextClaim.Traits when value.AsObject() is { } traits => traits.Without(names),
                ContextClaim.ExternalIds when value.AsList() is { } list =>
                    AttributeValue.ListOf([.. list.Where(entry => entry.AsObject()?.Find(Id) is not { } id || !ids.Contains(id))]),
                _ => value,
            };
        }

        pending.Context = context.Freeze();
        Shorten(pending);
    }

    private static void Shorten(PendingEvent pending)
    {
        if (pending.Aside is { } aside)
        {
            pending.Aside = aside with
            {
                Event = aside.Event with { Identifiers = pending.Spoken, Context = pending.Context },
                People = [.. pending.Identifiers.Select(ProfileId.Of).Distinct().Order()],
            };
        }
    }

    // By the type that it says, or, where the host has given that type another name, by having become that identifier.
    private static string? NamespaceOf(Attributes externalId, PendingEvent pending, IdentityRules rules) =>
        (externalId.Find(Type)?.AsString() is { } type ? NamespaceOf(type, rules) : null)
        ?? (externalId.Find(Id)?.AsString() is { } id
            ? pending.Spoken.Where(raw => raw.Value == id && NamespaceOf(raw.Namespace, rules) is not null).Select(raw => raw.Namespace).FirstOrDefault()
            : null);

    private static string? NamespaceOf(string trait, IdentityRules rules) => rules.Namespaces
        .FirstOrDefault(rule => rule is { Entity: IdentifierEntity.Person, Class: IdentifierClass.Contact } && string.Equals(rule.Namespace, trait, StringComparison.OrdinalIgnoreCase))?.Namespace;
}
