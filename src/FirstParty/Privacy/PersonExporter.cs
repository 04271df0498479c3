using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Pipeline;
using FirstParty.Profiles;

namespace FirstParty.Privacy;

/// <summary>Gathers what is kept of one person.</summary>
internal sealed class PersonExporter(LineParts parts)
{
    public PersonExport Export(PersonFacts person, DateTimeOffset now) => new()
    {
        Id = person.Id,
        AsOf = now,
        Identifiers = person.Identifiers,
        Traits = parts.Merger.Store(person, now).Traits,
        Events = [.. person.Events.OrderBy(logged => logged.OccurredAt).ThenBy(logged => logged.Id)],
        ConsentRecords = [.. person.Consent.Whole.Records],
        Disclosures = [.. Disclosure.Among(person.Consent.Whole.Records)],
        Decisions = parts.ConsentRules.Purposes.ToImmutableSortedDictionary(
            purpose => purpose.Id, purpose => person.Word.Decide(purpose.Id, now), StringComparer.Ordinal),
        Segments = parts.Evaluate.Judge(person, now)
            .Where(verdict => verdict.IsMember)
            .Select(verdict => verdict.Segment)
            .ToImmutableSortedSet(StringComparer.Ordinal),
    };
}
