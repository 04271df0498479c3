using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Migration;

/// <summary>Conditions on attributes in the manner of MongoDB, as GrowthBook targets with.</summary>
internal sealed class MongoImporter : Importer
{
    protected override SegmentRule? Read(RuleNode root)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            return Lose(root, "A condition is an object.");
        }

        return All(root.Items.Select(member => member.Key switch
        {
            "$and" => All(member.Items.Select(Read)),
            "$or" => member.Items.Count == 0 ? new AllRule([]) : Any(member.Items.Select(Read)),
            "$nor" => member.Items.Count == 0 ? new AllRule([]) : Not(Any(member.Items.Select(Read))),
            "$not" => Not(Read(member)),
            ['$', ..] => Lose(member, $"There is nothing like {member.Key}."),
            _ => ReadField(member),
        }));
    }

    private SegmentRule? ReadField(RuleNode field)
    {
        if (field.Kind == JsonValueKind.Object)
        {
            return field.Items.Count > 0 && field.Items.All(member => member.Key.StartsWith('$'))
                ? All(field.Items.Select(member => ReadOperator(field.Key, member)))
                : Lose(field, "Equality with an object: test its parts by dotted names instead.");
        }

        return ReadEqual(field.Key, field);
    }

    private SegmentRule? ReadEqual(string field, RuleNode operand) => operand.Kind switch
    {
        JsonValueKind.Null => Leaf(field, isProperty: false, new ValueCondition.Exists(false)),
        JsonValueKind.Array => Lose(operand, "Equality with a list: test its items with hasAll and size instead."),
        _ => Leaf(field, isProperty: false, Compare(ComparisonOperator.Eq, operand.Scalar!)),
    };

    private SegmentRule? ReadOperator(string field, RuleNode operand)
    {
        switch (operand.Key)
        {
            case "$eq":
                return operand.Kind == JsonValueKind.Object ? Lose(operand, "Equality with an object.") : ReadEqual(field, operand);
            case "$ne":
                return Not(operand.Kind == JsonValueKind.Object ? Lose(operand, "Equality with an object.") : ReadEqual(field, operand));
            case "$gt" or "$gte" or "$lt" or "$lte":
                return ReadOrder(field, operand);
            case "$in" or "$nin":
                return ReadIn(field, operand);
            case "$all":
                return Scalars(operand) is { } all ? Leaf(field, isProperty: false, new ValueCondition.Items(ItemsOperator.HasAll, all)) : null;
            case "$exists":
                return operand.Scalar?.AsBoolean() is { } exists
                    ? Leaf(field, isProperty: false, new ValueCondition.Exists(exists))
                    : Lose(operand, "$exists takes true or false.");
            case "$regex":
                return operand.Scalar?.AsString() is { } pattern
                    ? Try(operand, () => Leaf(field, isProperty: false, new TextCondition(TextOperator.Matches, pattern)))
                    : Lose(operand, "$regex takes a text.");
            case "$not":
                return Not(ReadField(field, operand));
            case "$size":
                return ReadSize(field, operand);
            case "$elemMatch":
                return ReadElement(field, operand);
            case "$type":
                return ReadType(field, operand);
            case ['$', 'v', .. var version]:
                return ReadVersion(field, operand, version);
            default:
                return Lose(operand, $"There is nothing like {operand.Key}.");
        }
    }

    private SegmentRule? ReadField(string field, RuleNode operand) => operand.Kind == JsonValueKind.Object
        ? All(operand.Items.Select(member => ReadOperator(field, member)))
        : ReadEqual(field, operand);

    private SegmentRule? ReadOrder(string field, RuleNode operand)
    {
        if (operand.Scalar is not { Kind: AttributeKind.Number or AttributeKind.String } value)
        {
            return Lose(operand, "Only numbers and texts are ordered.");
        }

        Differ(operand, "A missing value, or one of another kind, is never less or greater here; there it may be taken for 0.");
        return Leaf(field, isProperty: false, Compare(Vocabulary.Comparisons[operand.Key[1..]], value));
    }

    private SegmentRule? ReadIn(string field, RuleNode operand)
    {
        if (Scalars(operand) is not { } values)
        {
            return null;
        }

        var either = Any(
        [
            Leaf(field, isProperty: false, new ValueCondition.OneOf(values)),
            Leaf(field, isProperty: false, new ValueCondition.Items(ItemsOperator.HasAny, values)),
        ]);
        return operand.Key == "$in" ? either : Not(either);
    }

    private SegmentRule? ReadSize(string field, RuleNode operand)
    {
        NumberTest? test = operand.Scalar?.AsNumber() is { } size ? new NumberTest { EqualTo = size } : null;
        if (operand.Kind == JsonValueKind.Object && operand.Items.All(member => member.Scalar?.AsNumber() is not null))
        {
            test = operand.Items.Aggregate(new NumberTest(), (sizes, member) => member.Key switch
            {
                "$eq" => sizes with { EqualTo = member.Number() },
                "$ne" => sizes with { NotEqualTo = member.Number() },
                "$gt" => sizes with { MoreThan = member.Number() },
                "$gte" => sizes with { AtLeast = member.Number() },
                "$lt" => sizes with { LessThan = member.Number() },
                "$lte" => sizes with { AtMost = member.Number() },
                _ => sizes,
            });
        }

        return test is { IsEmpty: false }
            ? Leaf(field, isProperty: false, new ValueCondition.Size(test))
            : Lose(operand, "A size is compared with numbers.");
    }

    private SegmentRule? ReadElement(string field, RuleNode operand)
    {
        if (operand.Items.Count != 1 || operand.Items[0].Key is not ("$eq" or "$in"))
        {
            return Lose(operand, "Of the items of a list only equality with given values is tested.");
        }

        var values = operand.Items[0].Scalar is { } single ? [single] : Scalars(operand.Items[0]);
        return values is null ? null : Leaf(field, isProperty: false, new ValueCondition.Items(ItemsOperator.HasAny, values));
    }

    private SegmentRule? ReadType(string field, RuleNode operand) => operand.Scalar?.AsString() switch
    {
        "string" => Leaf(field, isProperty: false, new ValueCondition.OfShape(ValueShape.String)),
        "number" => Leaf(field, isProperty: false, new ValueCondition.OfShape(ValueShape.Number)),
        "boolean" => Leaf(field, isProperty: false, new ValueCondition.OfShape(ValueShape.Boolean)),
        "array" => Leaf(field, isProperty: false, new ValueCondition.OfShape(ValueShape.List)),
        "null" or "undefined" => Leaf(field, isProperty: false, new ValueCondition.Exists(false)),
        _ => Lose(operand, "There is no such kind of value."),
    };

    private SegmentRule? ReadVersion(string field, RuleNode operand, string comparison)
    {
        var symbol = comparison switch
        {
            "eq" or "ne" => "=",
            "gt" => ">",
            "gte" => ">=",
            "lt" => "<",
            "lte" => "<=",
            _ => null,
        };
        if (symbol is null || operand.Scalar?.AsString() is not { } version)
        {
            return Lose(operand, $"There is nothing like {operand.Key}.");
        }

        Differ(operand, "Versions are ordered by SemVer precedence.");
        var rule = Try(operand, () => Leaf(field, isProperty: false, new SemverCondition(symbol + version.TrimStart('v'))));
        return comparison == "ne" ? Not(rule) : rule;
    }
}
