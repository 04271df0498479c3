using System.Text.Json;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Reads Segment's consent object: which categories the person agreed to, by their consent platform.</summary>
/// <seealso href="https://segment.com/docs/privacy/consent-management/consent-in-segment-connections/">Segment: the consent object</seealso>
internal static class CategoryPreferences
{
    private const int MaxCategories = 64;
    private const int MaxNameLength = 128;

    /// <summary>
    /// Each category and whether it is permitted: what is not <c>true</c> is not. Null when there are no preferences. The reader stands on the
    /// object's start and is left on its end.
    /// </summary>
    public static IReadOnlyDictionary<string, bool>? Read(ref Utf8JsonReader reader)
    {
        SortedDictionary<string, bool>? preferences = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = WireText.NameIs(ref reader, "categoryPreferences"u8);
            reader.Read();
            if (isWanted)
            {
                preferences = reader.TokenType == JsonTokenType.StartObject ? new SortedDictionary<string, bool>(StringComparer.Ordinal) : null;
            }

            if (isWanted && preferences is not null)
            {
                ReadInto(ref reader, preferences);
            }
            else
            {
                reader.Skip();
            }
        }

        return preferences;
    }

    private static void ReadInto(ref Utf8JsonReader reader, SortedDictionary<string, bool> preferences)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var category = reader.GetString()!;
            reader.Read();
            if (category.Length <= MaxNameLength && preferences.Count < MaxCategories)
            {
                preferences[category] = reader.TokenType == JsonTokenType.True;
            }

            reader.Skip();
        }
    }
}
