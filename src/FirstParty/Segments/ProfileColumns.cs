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
    private readonly int[]?[] _standings;
    private readonly ProfileFrame?[] _frames;
    private readonly long[] _newestTraits;

    internal ProfileColumns(FrameLayout layout, IReadOnlyList<ProfileView> views)
    {
        (_layout, Views) = (layout, views);
        _traits = new TraitTable?[layout.Traits.Count];
        _standings = new int[]?[layout.Purposes.Count];
        _frames = new ProfileFrame?[views.Count];
        _newestTraits = [.. views.Select(NewestTraitOf)];
        NewestTrait = _newestTraits.DefaultIfEmpty().Max();
        Groups = [.. Enumerable.Range(0, (views.Count + RowGroup.Size - 1) / RowGroup.Size)
            .Select(number => new RowGroup(this, number * RowGroup.Size, layout.Columns.Count))];
    }

    /// <summary>The views, a row each.</summary>
    public IReadOnlyList<ProfileView> Views { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Views.Count;

    internal RowGroup[] Groups { get; }

    internal long NewestTrait { get; }

    internal bool IsOf(FrameLayout layout) => ReferenceEquals(layout, _layout);

    internal TraitTable Trait(int index) => _traits[index] ??= TraitTable.Of(_layout.Traits[index].Name, Views);

    internal ColumnPlan Selection(int index) => _layout.Columns[index];

    internal ProfileFrame Frame(int row) => _frames[row] ??= new ProfileFrame(_layout, Views[row]);

    internal int[] Standings(int index) => _standings[index] ??= StandingsOf(_layout.Purposes[index]);

    /// <summary>The rows of whom a trait is not known yet at an instant.</summary>
    internal IEnumerable<int> RowsNewerThan(long now) => Enumerable.Range(0, Count).Where(row => _newestTraits[row] > now);

    private static long NewestTraitOf(ProfileView view)
    {
        var newest = 0L;
        foreach (var (_, trait) in view.Traits)
        {
            newest = Math.Max(newest, trait.OccurredAt.UtcTicks);
        }

        return newest;
    }

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
