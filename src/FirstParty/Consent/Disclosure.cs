using System.Collections.Immutable;

namespace FirstParty.Consent;

/// <summary>That data about a person went to a recipient: what the person is told on access, and who is told of a correction or erasure.</summary>
/// <param name="Recipient">Who received it.</param>
/// <param name="Purpose">What it was for.</param>
/// <param name="At">When. UTC.</param>
/// <param name="Categories">Which data.</param>
/// <param name="RecordSequence">The log position of the record.</param>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(c), 19</seealso>
public sealed record Disclosure(
    string Recipient, string Purpose, DateTimeOffset At, ImmutableArray<string> Categories, long RecordSequence)
{
    /// <summary>The disclosures among a person's records, oldest first.</summary>
    public static IReadOnlyList<Disclosure> Among(IEnumerable<ConsentRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return
        [
            .. records.Where(record => record is { Act: ConsentAct.Disclosed, Recipient: not null })
                .OrderBy(record => record.EffectiveAt)
                .ThenBy(record => record.Sequence)
                .Select(record => new Disclosure(record.Recipient!, record.Purpose, record.EffectiveAt, record.DataCategories, record.Sequence)),
        ];
    }
}
