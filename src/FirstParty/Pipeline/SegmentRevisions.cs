using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Segments;
using FirstParty.Segments.Evaluation;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>
/// For each segment a hash over all of a setup that decides who is in it: its definition, what the taxonomy says of the names that its rule looks at, and the
/// purposes, by which their facts are shown or withheld. A store whose memberships stand for another is looked at again. Immutable and thread-safe.
/// </summary>
internal sealed class SegmentRevisions
{
    private const char Tab = '\t';

    private readonly Lazy<Dictionary<string, string>> _revisions;

    public SegmentRevisions(SegmentSet segments, Taxonomy taxonomy, PurposeRegistry purposes) =>
        _revisions = new Lazy<Dictionary<string, string>>(() => Revisions(segments, taxonomy, purposes));

    /// <summary>Sixteen hexadecimal digits.</summary>
    public string Of(string segment) => _revisions.Value[segment];

    private static Dictionary<string, string> Revisions(SegmentSet segments, Taxonomy taxonomy, PurposeRegistry purposes)
    {
        var facts = new Dictionary<string, RuleFacts>(StringComparer.Ordinal);
        var all = string.Join('\n', purposes.OrderBy(purpose => purpose.Id, StringComparer.Ordinal).Select(Line));
        foreach (var definition in segments.Definitions)
        {
            var own = RuleFacts.Of(definition);
            own.Add(own.Segments.Select(id => facts[id]).ToList());
            facts[definition.Id] = own;
        }

        return facts.ToDictionary(
            segment => segment.Key,
            segment => Hash([segments.RevisionOf(segment.Key), all, taxonomy.UnknownSensitivity.ToString(), .. Lines(segment.Value, taxonomy)]),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> Lines(RuleFacts facts, Taxonomy taxonomy)
    {
        var events = facts.AllEvents ? facts.Events.Union(taxonomy.Events.Keys) : facts.Events;
        return
        [
            .. events.Order(StringComparer.Ordinal).Select(name => Line("event", name, taxonomy.Events.GetValueOrDefault(name))),
            .. facts.Traits.SelectMany(AttributePath.Roots).Distinct().Order(StringComparer.Ordinal)
                .Select(name => Line("trait", name, taxonomy.Traits.GetValueOrDefault(name))),
        ];
    }

    private static string Line(string type, string name, DataDefinition? definition) => definition is null
        ? string.Join(Tab, type, name)
        : string.Join(
            Tab, type, name, definition.Purpose, definition.Sensitivity, (int)definition.SpecialCategories, definition.Key, definition.Fideslang);

    // What a decision depends on: neither its words, nor for how long data is kept, nor who receives it.
    private static string Line(Purpose purpose) => string.Join(
        Tab,
        purpose.Id,
        purpose.Regime,
        purpose.MaxSensitivity,
        string.Join(',', purpose.AllowedParties.Order()),
        string.Join(',', purpose.AllowedCategories.Order(StringComparer.Ordinal)),
        purpose.OwnDataOnly,
        purpose.Validity?.Ticks.ToString(CultureInfo.InvariantCulture),
        purpose.Parent,
        purpose.Article9Ground is not null,
        purpose.NationalIdJustification is not null,
        purpose.CriminalOffenceAuthority is not null,
        purpose.CompellingGrounds is not null,
        purpose.DirectMarketing,
        purpose.ProfilingForAds,
        purpose.AutomatedDecision,
        purpose.SoftOptIn,
        purpose.NoticeGiven);

    private static string Hash(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
}
