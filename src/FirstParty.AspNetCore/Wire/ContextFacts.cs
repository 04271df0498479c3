using System.Text.Json;

namespace FirstParty.AspNetCore.Wire;

/// <summary>What an event's context says that concerns the collector: identifiers, and what must not be stored as it came.</summary>
internal sealed class ContextFacts
{
    /// <summary>The e-mail address in <c>context.traits</c>, or null.</summary>
    public string? Email { get; private set; }

    /// <summary>The telephone number in <c>context.traits</c>, or null.</summary>
    public string? Phone { get; private set; }

    /// <summary>Whether there is an <c>ip</c>, of whatever type: it must not be stored as it came.</summary>
    public bool HasIp { get; private set; }

    /// <summary>The <c>(type, id)</c> pairs of <c>context.externalIds</c> that are about people and not encoded.</summary>
    public List<(string Type, string Id)> ExternalIds { get; } = [];

    /// <summary>The person's answers in <c>context.consent</c>, by category; null when there is no such object.</summary>
    public IReadOnlyDictionary<string, bool>? Consent { get; private set; }

    /// <summary>
    /// Reads a context that <see cref="ValueScan"/> has passed. What has an unexpected type is left as it is; of a name that stands twice the last value
    /// counts, as it does in what is stored.
    /// </summary>
    public static ContextFacts Read(ReadOnlyMemory<byte> context)
    {
        var facts = new ContextFacts();
        if (context.IsEmpty)
        {
            return facts;
        }

        var reader = new Utf8JsonReader(context.Span, ValueScan.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader;
            reader.Read();
            facts.HasIp |= name.ValueTextEquals("ip"u8);
            if (WireText.NameIs(ref name, "traits"u8))
            {
                (facts.Email, facts.Phone) = reader.TokenType == JsonTokenType.StartObject ? ReadTraits(ref reader) : default;
            }
            else if (WireText.NameIs(ref name, "externalIds"u8))
            {
                facts.ReadExternalIds(ref reader);
            }
            else if (WireText.NameIs(ref name, "consent"u8))
            {
                facts.Consent = reader.TokenType == JsonTokenType.StartObject ? CategoryPreferences.Read(ref reader) : null;
            }

            reader.Skip();
        }

        return facts;
    }

    /// <summary>The e-mail address and telephone number among traits.</summary>
    public static (string? Email, string? Phone) ReadTraits(ReadOnlyMemory<byte> traits)
    {
        if (traits.IsEmpty)
        {
            return default;
        }

        var reader = new Utf8JsonReader(traits.Span, ValueScan.Options);
        reader.Read();
        return ReadTraits(ref reader);
    }

    private static (string? Email, string? Phone) ReadTraits(ref Utf8JsonReader reader)
    {
        (string? Email, string? Phone) found = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader;
            reader.Read();
            if (WireText.NameIs(ref name, "email"u8))
            {
                found.Email = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else if (WireText.NameIs(ref name, "phone"u8))
            {
                found.Phone = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return found;
    }

    private void ReadExternalIds(ref Utf8JsonReader reader)
    {
        ExternalIds.Clear();
        var isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var (type, id, isPerson) = ReadExternalId(ref reader);
            if (type is not null && id is not null && isPerson && ExternalIds.Count < Events.CustomerEvent.MaxIdentifiers)
            {
                ExternalIds.Add((type, id));
            }
        }
    }

    private static (string? Type, string? Id, bool IsPerson) ReadExternalId(ref Utf8JsonReader reader)
    {
        string? type = null, id = null;
        bool isUsers = true, isPlain = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader;
            reader.Read();
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            if (WireText.NameIs(ref name, "type"u8))
            {
                type = text;
            }
            else if (WireText.NameIs(ref name, "id"u8))
            {
                id = text;
            }
            else if (WireText.NameIs(ref name, "collection"u8))
            {
                isUsers = text is null or "users";
            }
            else if (WireText.NameIs(ref name, "encoding"u8))
            {
                isPlain = text is null or "none";
            }

            reader.Skip();
        }

        return (type, id, isUsers && isPlain);
    }
}
