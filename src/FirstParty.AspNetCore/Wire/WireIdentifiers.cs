using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Which identifiers an event carries, given who sent it.</summary>
internal static class WireIdentifiers
{
    /// <summary>
    /// The event's identifiers, each once, the person's own id first. What is too long, or not the sender's to name, is left out, and so is what a page
    /// merely claims: a remark in <paramref name="passedOver"/> says so.
    /// </summary>
    public static ImmutableArray<Identifier> Of(
        WireFields fields, EventKind kind, ContextFacts own, ContextFacts shared, EventOrigin origin, out ImmutableArray<OutcomeNote> passedOver)
    {
        var found = new List<Identifier>(4);
        var remarks = new List<OutcomeNote>();
        Add(IdentifierNamespace.UserId, fields.UserId);
        AddOnce(origin.Visitor);
        if (origin.NamesIds)
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

        passedOver = [.. remarks];
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

            var identifier = new Identifier(@namespace, value);
            if (value.Length > Identifier.MaxValueLength || !origin.MayName(identifier))
            {
                var refusal = value.Length > Identifier.MaxValueLength ? IdentifierRefusal.TooLong : IdentifierRefusal.Reserved;
                remarks.Add(new OutcomeNote(EventReason.NoUsableIdentifier, @namespace, Refusal: refusal));
            }
            else if (!origin.IsVouched(identifier))
            {
                remarks.Add(new OutcomeNote(EventReason.UnverifiedIdentifier, @namespace));
            }
            else
            {
                AddOnce(identifier);
            }
        }

        void AddOnce(Identifier? identifier)
        {
            if (identifier is { } one && !found.Contains(one))
            {
                found.Add(one);
            }
        }
    }
}
