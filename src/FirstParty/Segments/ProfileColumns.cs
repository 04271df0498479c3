using FirstParty.Profiles;
using FirstParty.Segments.Columnar;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments;

/// <summary>
/// The views of many people, column by column: for recomputing every segment of everybody. Columns are read when a rule first needs them; worth
/// keeping as long as the views stay the same. Thread-safe.
/// </summary>
public sealed class ProfileColumns
{
    private readonly FrameLayout _layout;
    private readonly TraitTable?[] _traits;
    private readonly EventTable?[] _events;
    private readonly int[]?[] _standings;
    private readonly ProfileFrame?[] _frames;

    internal ProfileColumns(FrameLayout layout, IReadOnlyList<ProfileView> views)
    {
        (_layout, Views) = (layout, views);
        _traits = new TraitTable?[layout.Traits.Count];
        _events = new EventTable?[layout.Columns.Count];
        _standings = new int[]?[layout.Purposes.Count];
        _frames = new ProfileFrame?[views.Count];
        NewestTrait = views.SelectMany(view => view.Traits.Values).Select(trait => trait.OccurredAt.UtcTicks).DefaultIfEmpty().Max();
    }

    /// <summary>The views, a row each.</summary>
    public IReadOnlyList<ProfileView> Views { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Views.Count;

    internal long NewestTrait { get; }

    internal bool IsOf(FrameLayout layout) => ReferenceEquals(layout, _layout);

    internal TraitTable Trait(int index) => _traits[index] ??= TraitTable.Of(_layout.Traits[index].Name, Views);

    internal EventTable Events(int index) => _events[index] ??= EventTable.Of(_layout.Columns[index], Views);

    internal ProfileFrame Frame(int row) => _frames[row] ??= new ProfileFrame(_layout, Views[row]);

    internal int[] Standings(int index) => _standings[index] ??= StandingsOf(_layout.Purposes[index]);

    private int[] StandingsOf(string purpose)
    {
        var standings = new int[RowBits.WordsOf(Count) * 64];
        for (var row = 0; row < Count; row++)
        {
            standings[row] = (int)LeafEvaluator.StandingOf(purpose, Views[row]);
        }

        return standings;
    }
}
