using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>Which segments must be evaluated for a person when a batch has added facts, and nothing else about them changed.</summary>
internal sealed class TouchedSegments(SegmentDependencies dependencies)
{
    /// <summary>
    /// The segments that look at the new facts; the others stay as they are until their noted flip. Null for all: a person who is new, whose
    /// identifiers or links changed, or whom something else than events has touched.
    /// </summary>
    public IReadOnlySet<string>? Of(PersonFacts person, IReadOnlyList<LoggedEvent> news, Batch batch)
    {
        if (batch.Appended.Count == 0 || news.Count == 0 || batch.New.Contains(person.Id) || batch.Rearranged.Contains(person.Id)
            || person.Identifiers.Any(identifier => batch.Relinked.Contains(ProfileId.Of(identifier))))
        {
            return null;
        }

        var traits = news.Where(logged => logged.Kind == EventKind.Identify).ToList();
        var touched = new HashSet<string>(
            dependencies.Of(
                news.Where(logged => logged.Kind is EventKind.Track or EventKind.Page or EventKind.Screen).Select(logged => logged.Name),
                traits.SelectMany(logged => logged.Properties.Select(trait => trait.Key))),
            StringComparer.Ordinal);
        if (traits.Count > 0)
        {
            touched.UnionWith(dependencies.AnyEvent); // An earlier statement moves the first time the person was seen.
        }

        return touched;
    }
}
