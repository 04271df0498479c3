using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FirstParty.Consent.Signals;

/// <summary>The seven keys of Google's Consent Mode v2: true is granted, false denied, null not said.</summary>
/// <seealso href="https://developers.google.com/tag-platform/security/concepts/consent-mode">Consent Mode</seealso>
public sealed record ConsentModeState
{
    /// <summary>The longest JSON text that is read, in characters.</summary>
    public const int MaxLength = 8_192;

    /// <summary>Storage for advertising: <c>ad_storage</c>.</summary>
    public bool? AdStorage { get; init; }

    /// <summary>Sending data about the person for advertising: <c>ad_user_data</c>.</summary>
    public bool? AdUserData { get; init; }

    /// <summary>Personalised advertising: <c>ad_personalization</c>.</summary>
    public bool? AdPersonalization { get; init; }

    /// <summary>Storage for analytics: <c>analytics_storage</c>.</summary>
    public bool? AnalyticsStorage { get; init; }

    /// <summary>Storage for functions such as language: <c>functionality_storage</c>.</summary>
    public bool? FunctionalityStorage { get; init; }

    /// <summary>Storage for personalisation: <c>personalization_storage</c>.</summary>
    public bool? PersonalizationStorage { get; init; }

    /// <summary>Storage for security: <c>security_storage</c>.</summary>
    public bool? SecurityStorage { get; init; }

    /// <summary>The state by the key's name; null when not said or no such key.</summary>
    public bool? this[string key] => key switch
    {
        "ad_storage" => AdStorage,
        "ad_user_data" => AdUserData,
        "ad_personalization" => AdPersonalization,
        "analytics_storage" => AnalyticsStorage,
        "functionality_storage" => FunctionalityStorage,
        "personalization_storage" => PersonalizationStorage,
        "security_storage" => SecurityStorage,
        _ => null,
    };

    /// <summary>The state to tell Google's tags, from the person's decisions.</summary>
    /// <remarks>
    /// A key is granted when every purpose that maps to it alone is allowed, and denied when there is none; purposes without a choice do
    /// not count.
    /// <c>ad_storage</c>, and with it <c>ad_user_data</c>, needs device storage (TCF purpose 1). <c>security_storage</c> is always granted.
    /// </remarks>
    /// <param name="purposes">The purposes in use.</param>
    /// <param name="isAllowed">The decision on a purpose, by its id.</param>
    public static ConsentModeState From(IReadOnlyCollection<Purpose> purposes, Func<string, bool> isAllowed)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        ArgumentNullException.ThrowIfNull(isAllowed);
        var device = AllAllowed(purposes.Where(purpose => purpose.Mapping.TcfPurposes is [1]));
        return new ConsentModeState
        {
            AdStorage = device == true,
            AdUserData = device != false && Key("ad_user_data"),
            AdPersonalization = Key("ad_personalization"),
            AnalyticsStorage = Key("analytics_storage"),
            FunctionalityStorage = Key("functionality_storage"),
            PersonalizationStorage = Key("personalization_storage"),
            SecurityStorage = true,
        };

        bool Key(string key) => AllAllowed(purposes.Where(purpose =>
            purpose.Regime != ConsentRegime.None && purpose.Mapping.ConsentModeKeys is [var only] && only == key)) == true;

        bool? AllAllowed(IEnumerable<Purpose> mapped) =>
            mapped.Aggregate((bool?)null, (allowed, purpose) => allowed != false && isAllowed(purpose.Id));
    }

    /// <summary>
    /// Reads a state object such as <c>{"ad_storage": "denied"}</c>. Keys other than the seven are ignored; of a key that is there twice,
    /// denied counts.
    /// </summary>
    /// <exception cref="FormatException">The text is not such an object, or is longer than <see cref="MaxLength"/>.</exception>
    public static ConsentModeState Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxLength)
        {
            throw new FormatException("The Consent Mode object is too long.");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().Aggregate(new ConsentModeState(), Apply)
                : throw new FormatException("A Consent Mode state is a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The Consent Mode object is not JSON, at byte {exception.BytePositionInLine}.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException("The Consent Mode object holds text that is not Unicode.", exception);
        }
    }

    /// <summary>The state object in JSON, with the keys that are said, in Google's spelling.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var key in Keys)
            {
                if (this[key] is { } granted)
                {
                    json.WriteString(key, granted ? "granted" : "denied");
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static readonly string[] Keys =
    [
        "ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage", "personalization_storage",
        "security_storage",
    ];

    private static ConsentModeState Apply(ConsentModeState state, JsonProperty property)
    {
        if (!Keys.Contains(property.Name, StringComparer.Ordinal))
        {
            return state;
        }

        var granted = (property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null) switch
        {
            "granted" => true,
            "denied" => false,
            _ => throw new FormatException($"The Consent Mode key {property.Name} is neither granted nor denied."),
        };
        var said = state[property.Name] != false && granted;
        return property.Name switch
        {
            "ad_storage" => state with { AdStorage = said },
            "ad_user_data" => state with { AdUserData = said },
            "ad_personalization" => state with { AdPersonalization = said },
            "analytics_storage" => state with { AnalyticsStorage = said },
            "functionality_storage" => state with { FunctionalityStorage = said },
            "personalization_storage" => state with { PersonalizationStorage = said },
            _ => state with { SecurityStorage = said },
        };
    }
}
