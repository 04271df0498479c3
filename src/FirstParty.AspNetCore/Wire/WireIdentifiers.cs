using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Which identifiers an event carries, given who sent it.</summary>
internal static class WireIdentifiers
{
    /// <summary>
    /// The event's identifiers, each once, the person's own id first. Too long ones are left out and counted, so that the refusal of an
    /// event without any other can say so.
    /// </summary>
    public static ImmutableArray<Identifier> Of(
        WireFields fields, EventKind kind, ContextFacts own, ContextFacts shared, EventOrigin origin, out bool hasUnusable)
    {
        var found = new List<Identifier>(4);
        var unusable = false;
        Add(IdentifierNamespace.UserId, fields.UserId);
        AddIdentifier(origin.Visitor);
        if (origin.MayNameIds)
        {
            Add(IdentifierNamespace.AnonymousId, fields.AnonymousId);
            AddExternal(own);
            AddExternal(shared);
        }

        if (origin.PromotesTraits)
        {
            var (email, phone) = kind == EventKind.Identify ? ContextFacts.ReadTraits(fields.Traits) : default;
            Add(IdentifierNamespace.Email, email ?? own.Email ?? shared.Email);
            Add(IdentifierNamespace.Phone, phone ?? own.Phone ?? shared.Phone);
        }

        hasUnusable = unusable;
        return [.. found];

        void AddExternal(ContextFacts facts)
        {
            foreach (var (type, id) in facts.ExternalIds)
            {
                if (origin.ExternalNamespaces.TryGetValue(type, out var @namespace))
                {
                    Add(@namespace, id);
                }
            }
        }

        void Add(string @namespace, string? value)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                return;
            }

            if (value.Length > Identifier.MaxValueLength)
            {
                unusable = true;
                return;
            }

            AddIdentifier(new Identifier(@namespace, value));
        }

        void AddIdentifier(Identifier? identifier)
        {
            if (identifier is { } one && !found.Contains(one))
            {
                found.Add(one);
            }
        }
    }
}
