using System.Collections.Immutable;
using System.Text.Json.Serialization;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Privacy;

/// <summary>Everything that is kept of one person, for that person.</summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15 and 20</seealso>
/// <example><code>
/// await using var file = File.Create("export.json");
/// (await cdp.Privacy.ExportAsync(who))?.WriteTo(file);
/// </code></example>
[JsonConverter(typeof(PersonExportJsonConverter))]
public sealed record PersonExport
{
    /// <summary>Who receives it, as the disclosure record says.</summary>
    internal const string Recipient = "the person themself";

    /// <summary>The profile's id.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>When it was made. UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The identifiers the person is known by, strongest first.</summary>
    public required ImmutableArray<Identifier> Identifiers { get; init; }

    /// <summary>The surviving traits with their provenance, by name.</summary>
    public required ImmutableArray<TraitValue> Traits { get; init; }

    /// <summary>Every event, oldest first.</summary>
    public required ImmutableArray<LoggedEvent> Events { get; init; }

    /// <summary>Every consent act, in the order of the log.</summary>
    public required ImmutableArray<ConsentRecord> ConsentRecords { get; init; }

    /// <summary>To whom data of theirs went, oldest first; this export is the last of them.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(c)</seealso>
    public required ImmutableArray<Disclosure> Disclosures { get; init; }

    /// <summary>The decision on every registered purpose now.</summary>
    public required ImmutableSortedDictionary<string, ConsentDecision> Decisions { get; init; }

    /// <summary>The segments the person is in now.</summary>
    public required ImmutableSortedSet<string> Segments { get; init; }

    /// <summary>Writes it as JSON, indented, in UTF-8.</summary>
    public void WriteTo(Stream output) => PersonExportJson.Write(this, output);
}
