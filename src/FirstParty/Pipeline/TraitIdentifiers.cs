using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>
/// Part of deciding: an e-mail address or telephone number that came as a trait names its person only if the trait may be kept. What was refused is
/// stored nowhere: not as a trait, not in the context, and not as an identifier.
/// </summary>
internal static class TraitIdentifiers
{
    private const string Traits = "traits";

    /// <summary>The traits of an event's context that could name its person, before anything is known of them.</summary>
    public static IEnumerable<(string Name, AttributeValue Value)> InContext(PendingEvent pending, IdentityRules rules) =>
        pending.Context.ToUtf8().Span.IndexOf("\"traits\""u8) >= 0 && pending.Context.Find(Traits)?.AsObject() is { } traits
            ? traits.Where(trait => NamespaceOf(trait.Key, rules) is not null).Select(trait => (trait.Key, trait.Value))
            : [];

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

    /// <summary>Takes refused traits out of the context that is kept.</summary>
    public static void DropFromContext(PendingEvent pending, IReadOnlyCollection<string> names)
    {
        if (pending.Context.Find(Traits)?.AsObject() is { } traits)
        {
            var context = new Attributes();
            foreach (var (name, value) in pending.Context)
            {
                context[name] = name == Traits ? traits.Without(names) : value;
            }

            pending.Context = context.Freeze();
        }
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

    private static string? NamespaceOf(string trait, IdentityRules rules) => rules.Namespaces
        .FirstOrDefault(rule => rule is { Entity: IdentifierEntity.Person, Class: IdentifierClass.Contact } && string.Equals(rule.Namespace, trait, StringComparison.OrdinalIgnoreCase))?.Namespace;
}
