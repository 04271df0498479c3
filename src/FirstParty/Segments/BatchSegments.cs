using FirstParty.Profiles;
using FirstParty.Segments.Columnar;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// The segments of a set, compiled for columns: every rule over everybody, a column at a time, with bitmaps for answers. Means what
/// <see cref="ReferenceEvaluator"/> means. Immutable and thread-safe.
/// </summary>
public sealed class BatchSegments
{
    private readonly FrameLayout _layout = new();
    private readonly BatchShares _shares = new();
    private readonly BatchNode[] _nodes;

    /// <summary>Compiles the segments of a set.</summary>
    public BatchSegments(SegmentSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        Set = set;
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        _nodes = new BatchNode[set.Definitions.Length];
        for (var i = 0; i < _nodes.Length; i++)
        {
            var definition = set.Definitions[i];
            var node = new BatchCompiler(_layout, definition, set, indexes, _shares).Compile(definition.When);
            _nodes[i] = definition.Purpose is { } purpose
                ? new JoinBatchNode([new ConsentBatchNode(_layout.Purpose(purpose), ConsentStanding.Granted), node], all: true)
                : node;
            indexes[definition.Id] = i;
        }
    }

    /// <summary>The set.</summary>
    public SegmentSet Set { get; }

    /// <summary>Puts views of one purpose into columns for these segments.</summary>
    public ProfileColumns Encode(IReadOnlyList<ProfileView> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        return new ProfileColumns(_layout, _shares, views);
    }

    /// <summary>Evaluates every segment for every row.</summary>
    /// <param name="columns">Columns that <see cref="Encode"/> made.</param>
    /// <param name="now">The instant.</param>
    /// <returns>A bitmap for each of <see cref="SegmentSet.Definitions"/>.</returns>
    /// <exception cref="ArgumentException">The columns were made for other segments.</exception>
    public IReadOnlyList<SegmentBitmap> Evaluate(ProfileColumns columns, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (!columns.IsOf(_layout))
        {
            throw new ArgumentException("The columns were made for other segments.", nameof(columns));
        }

        var bits = Array.ConvertAll(_nodes, _ => new ulong[RowBits.WordsOf(columns.Count)]);
        using var context = new BatchContext(columns, now, bits, _shares.Figures, _shares.Nodes);
        foreach (var group in columns.Groups)
        {
            context.Enter(group);
            for (var i = 0; i < _nodes.Length; i++)
            {
                var members = context.Members(i);
                _nodes[i].Fill(context, members);
                RowBits.Trim(members, group.Rows);
            }
        }

        Correct(columns, now, bits);
        return [.. bits.Select((words, i) => new SegmentBitmap(Set.Definitions[i].Id, columns.Count, words))];
    }

    // People of whom a trait is not known yet at the instant are a matter for the plain evaluator.
    private void Correct(ProfileColumns columns, DateTimeOffset now, ulong[][] bits)
    {
        var evaluator = new ReferenceEvaluator(Set);
        foreach (var row in columns.RowsNewerThan(now.UtcTicks))
        {
            for (var i = 0; i < bits.Length; i++)
            {
                var isMember = evaluator.IsMember(Set.Definitions[i].Id, columns.Views[row], now);
                bits[i][row >>> 6] = (bits[i][row >>> 6] & ~(1UL << row)) | ((isMember ? 1UL : 0) << row);
            }
        }
    }
}
