using System.Collections.Concurrent;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>What the rules of a set have in common: equal conditions and equal figures are computed once an evaluation. Filled while compiling.</summary>
internal sealed class BatchShares
{
    private readonly Dictionary<(SegmentRule Rule, string? TimeZone), SharedBatchNode> _nodes = [];
    private readonly Dictionary<FigureKey, RowFigure> _figures = [];
    private readonly ConcurrentDictionary<int, HashSet<PropertyNeed>> _needs = [];

    public int Nodes => _nodes.Count;

    public int Figures => _figures.Count;

    /// <summary>The node of a rule, which another rule may have as well.</summary>
    public SharedBatchNode Node(SegmentRule rule, string? timeZone, Func<BatchNode> compile)
    {
        if (!_nodes.TryGetValue((rule, timeZone), out var node))
        {
            var compiled = compile();
            _nodes[(rule, timeZone)] = node = new SharedBatchNode(compiled, _nodes.Count);
        }

        node.Uses++;
        return node;
    }

    /// <summary>A figure, which another rule may ask for as well.</summary>
    public RowFigure Figure(FigureKey key)
    {
        if (!_figures.TryGetValue(key, out var figure))
        {
            _figures[key] = figure = new RowFigure(key, _figures.Count);
            _ = key.Need is { } need && NeedsOf(key.Column).Add(need);
        }

        figure.Uses++;
        return figure;
    }

    /// <summary>All that is read of a selection of events.</summary>
    public HashSet<PropertyNeed> NeedsOf(int column) =>
        _needs.GetOrAdd(column, _ => []);
}
