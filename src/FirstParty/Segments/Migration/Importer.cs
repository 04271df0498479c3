using System.Text;
using FirstParty.Events;
using FirstParty.Segments.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Migration;

/// <summary>What importers share: collecting notes, and giving up a rule as soon as a part of it cannot be expressed.</summary>
internal abstract class Importer
{
    private readonly List<ImportNote> _notes = [];

    public ImportedRule Run(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var root = RuleNode.Parse(Encoding.UTF8.GetBytes(json));
        var rule = Read(root);
        var isWhole = rule is not null && !_notes.Exists(note => note.IsLoss);
        return new ImportedRule(isWhole ? rule : null, [.. _notes.Distinct()]);
    }

    protected abstract SegmentRule? Read(RuleNode root);

    /// <summary>Notes that a part cannot be expressed.</summary>
    protected SegmentRule? Lose(RuleNode node, string message)
    {
        _notes.Add(new ImportNote(node.Path, message, IsLoss: true));
        return null;
    }

    /// <summary>Notes a difference.</summary>
    protected void Differ(RuleNode node, string message) => _notes.Add(new ImportNote(node.Path, message, IsLoss: false));

    protected static SegmentRule? All(IEnumerable<SegmentRule?> rules) => Join(rules, all: true);

    protected static SegmentRule? Any(IEnumerable<SegmentRule?> rules) => Join(rules, all: false);

    protected static SegmentRule? Not(SegmentRule? rule) => rule is null ? null : new NotRule(rule);

    /// <summary>Makes a part of a rule; what it refuses cannot be expressed.</summary>
    protected T? Try<T>(RuleNode node, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            Lose(node, error.Message);
            return null;
        }
        catch (OverflowException)
        {
            Lose(node, "A number is out of range.");
            return null;
        }
    }

    protected ValueList<AttributeValue>? Scalars(RuleNode node)
    {
        if (node.Items.Count > 0 && node.Items.All(item => item.Scalar is not null))
        {
            return node.Items.Select(item => item.Scalar!).ToValueList();
        }

        Lose(node, "A list here holds at least one text, number or truth value, and nothing else.");
        return null;
    }

    /// <summary>A test of a trait or, within an event, of a property.</summary>
    protected static SegmentRule Leaf(string name, bool isProperty, ValueCondition condition, bool ignoreCase = false)
    {
        var test = new ValueTest([condition], ignoreCase);
        return isProperty ? new PropertyRule(name, test) : new TraitRule(name, test);
    }

    protected static ValueCondition Compare(ComparisonOperator @operator, AttributeValue value) => new ValueCondition.Compare(@operator, value);

    private static SegmentRule? Join(IEnumerable<SegmentRule?> rules, bool all)
    {
        // Everything is read, so that every loss is noted.
        var read = rules.ToList();
        if (read.Contains(null) || (read.Count == 0 && !all))
        {
            return null;
        }

        return read.Count == 1 ? read[0] : all ? new AllRule(read.Select(rule => rule!).ToValueList()) : new AnyRule(read.Select(rule => rule!).ToValueList());
    }
}
