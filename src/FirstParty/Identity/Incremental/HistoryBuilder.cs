using System.Collections.Immutable;

namespace FirstParty.Identity.Incremental;

/// <summary>Says in entries what became of the profiles of a region.</summary>
internal sealed class HistoryBuilder(Workspace workspace, DateTimeOffset at, FactId? cause)
{
    private readonly ImmutableArray<ResolutionEntry>.Builder _entries = ImmutableArray.CreateBuilder<ResolutionEntry>();

    public ImmutableArray<ResolutionEntry> Build(IEnumerable<ProfileId> region)
    {
        ProfileId[] ids = [.. region.Order()];
        AddFlags(ids);
        AddDoubts(ids);
        var movements = ids
            .Where(id => workspace.Original(id) is { FirstSeen: not null } && workspace.Node(id) is { FirstSeen: not null })
            .Select(id => (Id: id, From: workspace.Original(id)!.Profile, To: workspace.Node(id)!.Profile))
            .ToList();
        var sources = movements.ToLookup(movement => movement.To, movement => movement.From);
        foreach (var old in movements.GroupBy(movement => movement.From))
        {
            AddFate(old.Key, [.. old.Select(movement => (movement.Id, movement.To))], sources);
        }

        return _entries.ToImmutable();
    }

    private void AddFate(ProfileId old, List<(ProfileId Id, ProfileId To)> members, ILookup<ProfileId, ProfileId> sources)
    {
        // The profile goes on where its representative is; where that one is gone, with the smallest id.
        var heir = members.Find(member => member.Id == old) is { To: var to } && to != default ? to : members.Min(member => member.To);
        if (heir != old)
        {
            var absorbed = sources[heir].Any(source => source != old);
            Add(absorbed ? ResolutionEntryKind.Merged : ResolutionEntryKind.Renamed, old, heir, null);
        }

        foreach (var part in members.Where(member => member.To != heir).GroupBy(member => member.To))
        {
            if (sources[part.Key].All(source => source == old))
            {
                Add(ResolutionEntryKind.Split, old, part.Key, null);
                continue;
            }

            foreach (var member in part)
            {
                Add(ResolutionEntryKind.Moved, old, part.Key, member.Id);
            }
        }
    }

    private void AddFlags(ProfileId[] ids)
    {
        foreach (var id in ids)
        {
            var (was, isNow) = (workspace.Original(id), workspace.Node(id));
            if ((was?.Contested ?? false) != (isNow?.Contested ?? false))
            {
                Add(isNow?.Contested == true ? ResolutionEntryKind.Contested : ResolutionEntryKind.Uncontested, id, id, id);
            }
        }

        foreach (var component in ids.Select(workspace.Node).OfType<GraphNode>().Where(node => node.ShedFrom is not null).GroupBy(node => node.Component))
        {
            if (component.All(node => workspace.Original(node.Id)?.ShedFrom != node.ShedFrom))
            {
                Add(ResolutionEntryKind.Oversized, component.Key, component.Key, null);
            }
        }
    }

    private void AddDoubts(ProfileId[] ids)
    {
        var doubts = new DoubtfulDevices(workspace);
        foreach (var device in doubts.FindNew(ids))
        {
            var profile = workspace.Node(device)!.Profile;
            Add(ResolutionEntryKind.Doubtful, profile, profile, device);
        }
    }

    private void Add(ResolutionEntryKind kind, ProfileId subject, ProfileId other, ProfileId? identifier) =>
        _entries.Add(new ResolutionEntry { Kind = kind, At = at, Subject = subject, Other = other, Identifier = identifier, Cause = cause });
}
