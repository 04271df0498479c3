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
    private readonly BatchShares _shares;
    private readonly Lazy<(TraitTable[] Tables, long[] Newest)> _traits;
    private readonly int[]?[] _standings;
    private readonly ProfileFrame?[] _frames;

    internal ProfileColumns(FrameLayout layout, BatchShares shares, IReadOnlyList<ProfileView> views)
    {
        (_layout, _shares, Views) = (layout, shares, views);
        _traits = new(() => TraitTable.Of(layout.Traits, views));
        _standings = new int[]?[layout.Purposes.Count];
        _frames = new ProfileFrame?[views.Count];
        Groups = [.. Enumerable.Range(0, (views.Count + RowGroup.Size - 1) / RowGroup.Size)
            .Select(number => new RowGroup(this, number * RowGroup.Size, layout.Columns.Count))];
    }

    /// <summary>The views, a row each.</summary>
    public IReadOnlyList<ProfileView> Views { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Views.Count;

    internal RowGroup[] Groups { get; }

    internal bool IsOf(FrameLayout layout) => ReferenceEquals(layout, _layout);

    internal TraitTable Trait(int index) => _traits.Value.Tables[index];

    internal EventTable Table(int index, RowGroup group) => new(_layout.Columns[index], _shares.NeedsOf(index), group);

    internal ProfileFrame Frame(int row) => _frames[row] ??= new ProfileFrame(_layout, Views[row]);

    internal int[] Standings(int index) => _standings[index] ??= StandingsOf(_layout.Purposes[index]);

    /// <summary>The rows of whom a trait that some rule uses is not known yet at an instant.</summary>
    internal IEnumerable<int> RowsNewerThan(long now)
    {
        var newest = _traits.Value.Newest;
        return newest.AsSpan().ContainsAnyInRange(now + 1, long.MaxValue) ? Enumerable.Range(0, Count).Where(row => newest[row] > now) : [];
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
