using System.Collections.Frozen;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>Which segments must be evaluated for a person when a batch has added facts, and nothing else about them changed.</summary>
internal sealed class TouchedSegments(SegmentDependencies dependencies)
{
    /// <summary>
    /// The segments that look at the new facts; the others stay as they are until their noted flip. Null for all: a person who is new, whose
    /// identifiers or links changed, or whom something else than events has touched.
    /// </summary>
    public IReadOnlySet<string>? Of(ProfileId id, IReadOnlyCollection<Identifier> identifiers, IReadOnlyList<LoggedEvent> news, Batch batch)
    {
        if (batch.Appended.Count == 0 || news.Count == 0 || batch.New.Contains(id) || batch.Rearranged.Contains(id)
            || (batch.Relinked.Count > 0 && identifiers.Any(identifier => batch.Relinked.Contains(ProfileId.Of(identifier)))))
        {
            return null;
        }

        var touched = OfActs(news);
        var traits = news.Where(logged => logged.Kind == EventKind.Identify).SelectMany(logged => logged.Properties.Select(trait => trait.Key)).ToList();
        return news.All(logged => logged.Kind != EventKind.Identify)
            ? touched

            // An earlier statement moves the first time the person was seen.
            : touched.Concat(traits.SelectMany(dependencies.OfTrait)).Concat(dependencies.AnyEvent).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What the events that say what somebody did can touch: nearly always they all have one name.</summary>
    private IReadOnlySet<string> OfActs(IReadOnlyList<LoggedEvent> news)
    {
        IReadOnlySet<string>? touched = null;
        foreach (var logged in news)
        {
            if (logged.Kind is EventKind.Track or EventKind.Page or EventKind.Screen && dependencies.OfNamed(logged.Name) is var own)
            {
                touched = touched is null || ReferenceEquals(touched, own) ? own : touched.Union(own).ToHashSet(StringComparer.Ordinal);
            }
        }

        return touched ?? FrozenSet<string>.Empty;
    }
}
