using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Migration;

/// <summary>The Boolean subset of JsonLogic: and, or, not, comparisons of a variable with a constant, in, missing.</summary>
internal sealed class JsonLogicImporter : Importer
{
    protected override SegmentRule? Read(RuleNode root)
    {
        if (root.Scalar?.AsBoolean() is { } constant)
        {
            return constant ? new AllRule([]) : new NotRule(new AllRule([]));
        }

        if (root.Kind != JsonValueKind.Object || root.Items.Count != 1)
        {
            return Lose(root, "A condition is an object with one operator.");
        }

        var node = root.Items[0];
        return node.Key switch
        {
            "and" => All(node.Items.Select(Read)),
            "or" => node.Items.Count == 0 ? Lose(node, "An \"or\" of nothing.") : Any(node.Items.Select(Read)),
            "!" => Not(ReadTruth(Argument(node))),
            "!!" => ReadTruth(Argument(node)),
            "var" => ReadTruth(root),
            "==" or "===" or "!=" or "!==" => ReadEqual(node),
            ">" or ">=" or "<" or "<=" => ReadOrder(node),
            "in" => ReadIn(node),
            "missing" => ReadMissing(node),
            _ => Lose(node, $"\"{node.Key}\" is no part of the Boolean subset: only and, or, !, !!, ==, ===, !=, !==, >, >=, <, <=, in, missing."),
        };
    }

    private static RuleNode Argument(RuleNode node) => node.Kind == JsonValueKind.Array && node.Items.Count == 1 ? node.Items[0] : node;

    private static string? Variable(RuleNode node)
    {
        if (node.Kind != JsonValueKind.Object || node.Items.Count != 1 || node.Items[0].Key != "var")
        {
            return null;
        }

        var name = node.Items[0];
        return (name.Kind == JsonValueKind.Array && name.Items.Count == 1 ? name.Items[0] : name).Scalar?.AsString() is { Length: > 0 } text ? text : null;
    }

    // A variable by itself holds when it is truthy: present and neither false, 0, "" nor an empty list.
    private SegmentRule? ReadTruth(RuleNode node) => Variable(node) is { } name
        ? All(
        [
            Leaf(name, isProperty: false, new ValueCondition.Exists(true)),
            Leaf(name, isProperty: false, new ValueCondition.OneOf([false, 0, ""], negated: true)),
            Not(All([Leaf(name, isProperty: false, new ValueCondition.OfShape(ValueShape.List)), Leaf(name, isProperty: false, new ValueCondition.IsEmpty(true))])),
        ])
        : Read(node);

    private SegmentRule? ReadEqual(RuleNode node)
    {
        if (node.Items.Count != 2)
        {
            return Lose(node, "Two things are compared.");
        }

        var (name, operand) = Variable(node.Items[0]) is { } left ? (left, node.Items[1]) : (Variable(node.Items[1]), node.Items[0]);
        if (name is null || operand.Kind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return Lose(node, "Only a variable and a constant are compared.");
        }

        if (node.Key is "==" or "!=")
        {
            Differ(node, "Values of different kinds are never equal here; there 1 equals \"1\".");
        }

        var equal = operand.Scalar is { } value
            ? Leaf(name, isProperty: false, Compare(ComparisonOperator.Eq, value))
            : Leaf(name, isProperty: false, new ValueCondition.Exists(false));
        return node.Key[0] == '!' ? Not(equal) : equal;
    }

    private SegmentRule? ReadOrder(RuleNode node)
    {
        if (node.Items.Count == 3 && node.Key[0] == '<' && Variable(node.Items[1]) is { } middle)
        {
            return All([ReadOrder(node, middle, Flip(node.Key), node.Items[0]), ReadOrder(node, middle, node.Key, node.Items[2])]);
        }

        return node.Items.Count != 2 ? Lose(node, "Two things are compared.")
            : Variable(node.Items[0]) is { } left ? ReadOrder(node, left, node.Key, node.Items[1])
            : Variable(node.Items[1]) is { } right ? ReadOrder(node, right, Flip(node.Key), node.Items[0])
            : Lose(node, "Only a variable and a constant are compared.");
    }

    private SegmentRule? ReadOrder(RuleNode node, string name, string symbol, RuleNode operand)
    {
        if (operand.Scalar is not { Kind: AttributeKind.Number or AttributeKind.String } value)
        {
            return Lose(operand, "Only a variable and a constant number or text are ordered.");
        }

        Differ(node, "A missing value, or one of another kind, is never less or greater here; there it may be taken for 0.");
        return Leaf(name, isProperty: false, Compare(
            symbol switch
            {
                ">" => ComparisonOperator.Gt,
                ">=" => ComparisonOperator.Gte,
                "<" => ComparisonOperator.Lt,
                _ => ComparisonOperator.Lte,
            },
            value));
    }

    private static string Flip(string symbol) => symbol switch
    {
        ">" => "<",
        ">=" => "<=",
        "<" => ">",
        _ => ">=",
    };

    // In a list of constants; or a constant in the variable, which is a text or a list.
    private SegmentRule? ReadIn(RuleNode node)
    {
        if (node.Items.Count == 2 && Variable(node.Items[0]) is { } name)
        {
            return Scalars(node.Items[1]) is { } values ? Leaf(name, isProperty: false, new ValueCondition.OneOf(values)) : null;
        }

        if (node.Items.Count != 2 || Variable(node.Items[1]) is not { } holder || node.Items[0].Scalar is not { } wanted)
        {
            return Lose(node, "\"in\" takes a variable and constants.");
        }

        var has = Leaf(holder, isProperty: false, new ValueCondition.Items(ItemsOperator.Has, [wanted]));
        return wanted.AsString() is { } text
            ? Any([has, Try(node, () => Leaf(holder, isProperty: false, new TextCondition(TextOperator.Contains, text)))])
            : has;
    }

    private SegmentRule? ReadMissing(RuleNode node)
    {
        var names = node.Kind == JsonValueKind.Array ? node.Items : [node];
        return names.Count > 0 && names.All(name => name.Scalar?.AsString() is { Length: > 0 })
            ? Any(names.Select(name => Leaf(name.Scalar!.AsString()!, isProperty: false, new ValueCondition.Exists(false))))
            : Lose(node, "\"missing\" takes names.");
    }
}
