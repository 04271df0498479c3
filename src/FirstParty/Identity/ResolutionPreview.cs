using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>What would change: the difference between two resolutions. Pure data; nothing was written.</summary>
public sealed record ResolutionPreview
{
    /// <summary>The profiles whose identifiers differ, ascending by id.</summary>
    public required ImmutableArray<ProfileDifference> Profiles { get; init; }

    /// <summary>The events of both resolutions that would belong to another profile, ascending by id.</summary>
    public required ImmutableArray<FactId> Reattributed { get; init; }

    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Profiles.IsEmpty && Reattributed.IsEmpty;

    /// <summary>What differs between two resolutions, say of a person's facts without and with an act.</summary>
    public static ResolutionPreview Between(Resolution before, Resolution after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, made) = (before.Profiles.ToDictionary(profile => profile.Id), after.Profiles.ToDictionary(profile => profile.Id));
        return new ResolutionPreview
        {
            Profiles = [.. old.Keys.Union(made.Keys).Order()
                .Select(id => new ProfileDifference(id, old.GetValueOrDefault(id)?.Identifiers ?? [], made.GetValueOrDefault(id)?.Identifiers ?? []))
                .Where(difference => !difference.Before.SequenceEqual(difference.After))],
            Reattributed = [.. before.Attribution.Values
                .Where(attribution => after.Attribution.TryGetValue(attribution.Fact, out var other) && other.Profile != attribution.Profile)
                .Select(attribution => attribution.Fact)
                .Order()],
        };
    }
}
