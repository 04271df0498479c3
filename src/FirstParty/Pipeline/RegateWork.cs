using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Versions;

namespace FirstParty.Pipeline;

/// <summary>Counts what a change of definitions concerns, and has everybody looked at again.</summary>
internal sealed class RegateWork(RegateReport report, LineParts parts) : WriterWork
{
    private const int Page = 1_000;
    private readonly Dictionary<(ManifestEntryType, string), (long Facts, long Raised, long Consented)> _counts = [];

    /// <summary>For each change its count; set once the work is done.</summary>
    public ImmutableArray<RegateImpact> Impacts { get; private set; } = [];

    /// <summary>How many people will be looked at again.</summary>
    public int People { get; private set; }

    public override bool IsExclusive => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        _counts.Clear();
        foreach (var change in report.ToRegate)
        {
            _counts[(change.Type, change.Name)] = default;
        }

        await foreach (var logged in session.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Count(logged);
        }

        Impacts = [.. report.ToRegate.Select(change => Impact(change, _counts[(change.Type, change.Name)]))];
        People = 0;
        IReadOnlyList<StoredProfile> page = [];
        do
        {
            page = await session.Profiles.ListAsync(page.Count == 0 ? null : page[^1].Id, Page, cancellationToken).ConfigureAwait(false);
            People += page.Count;
            await parts.Line.Notes.WriteAsync(
                session,
                new SegmentUpdate { SoonerFlips = [.. page.Select(profile => new ProfileFlip(profile.Id, parts.Now))] },
                cancellationToken).ConfigureAwait(false);
        }
        while (page.Count == Page);
    }

    private static RegateImpact Impact(DefinitionChange change, (long Facts, long Raised, long Consented) count) =>
        new(change, count.Facts, count.Raised) { Consented = count.Consented };

    private void Count(LoggedEvent logged)
    {
        var isConsented = logged.ConsentSequence is not null;
        Add((ManifestEntryType.Source, logged.Id.Source), isRaised: false, isConsented || logged.Stamps.Any(stamp => stamp.ConsentSequence is not null));
        if (logged.Kind == EventKind.Identify)
        {
            foreach (var trait in logged.Properties.Keys)
            {
                var stamp = logged.Stamps.FirstOrDefault(stamp => stamp.Name == trait);
                Add(
                    (ManifestEntryType.Trait, trait),
                    parts.Taxonomy.Traits.GetValueOrDefault(trait)?.Sensitivity > stamp.Sensitivity,
                    isConsented || stamp.ConsentSequence is not null);
            }
        }
        else
        {
            Add(
                (ManifestEntryType.Event, logged.Name),
                parts.Taxonomy.Events.GetValueOrDefault(logged.Name)?.Sensitivity > logged.Sensitivity,
                isConsented);
        }
    }

    private void Add((ManifestEntryType, string) name, bool isRaised, bool isConsented)
    {
        if (_counts.TryGetValue(name, out var count))
        {
            _counts[name] = (count.Facts + 1, count.Raised + (isRaised ? 1 : 0), count.Consented + (isConsented ? 1 : 0));
        }
    }
}
