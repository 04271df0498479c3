using System.Net;
using FirstParty.Events;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>Tests of one value: a row of <c>seg_values</c> that is there or missing.</summary>
internal sealed class ValueSql(SqlWriter sql, FactNeeds needs, FactBook? facts, DateTimeOffset now)
{
    private const int MostListed = 1_000;

    /// <summary>Whether the value of an owner in a slot passes a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="owner">The expression of the owner: a person, or an event.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="provenance">What the row must be besides, given its alias.</param>
    public string Holds(ValueTest test, string owner, int slot, Func<string, string>? provenance = null)
    {
        var row = sql.Alias();
        var found = $"SELECT 1 FROM {FactTables.Values} {row} WHERE {row}.owner = {owner} AND {row}.slot = {slot}";
        found += provenance is null ? string.Empty : $" AND {provenance(row)}";
        var present = $"EXISTS ({found} AND {SqlWriter.Join([.. test.Conditions.Select(condition => Condition(condition, test, row, slot))], "AND")})";
        return ValueTests.Holds(test, null, now, TimeZoneInfo.Utc) ? $"({present} OR NOT EXISTS ({found}))" : present;
    }

    private string Condition(ValueCondition condition, ValueTest test, string row, int slot) => condition switch
    {
        ValueCondition.Compare compare => Compare(compare, test.IgnoreCase, row, slot),
        ValueCondition.OneOf oneOf => Negated(OneOf(oneOf.Values, test.IgnoreCase, row, slot), oneOf.Negated),
        ValueCondition.Items items => Items(items, test.IgnoreCase, row, slot),
        ValueCondition.Size size => $"({row}.kind = {ValueRow.List} AND {sql.Test(size.Test, $"({row}.size * 10000)")})",
        ValueCondition.Exists exists => exists.Expected ? SqlWriter.Yes : SqlWriter.No,
        ValueCondition.IsEmpty isEmpty => $"({row}.size IS NOT NULL AND {row}.size {(isEmpty.Expected ? "=" : "<>")} 0)",
        ValueCondition.OfShape { Shape: ValueShape.Date } => $"({row}.instant IS NOT NULL)",
        ValueCondition.OfShape shape => $"({row}.kind = {KindOf(shape.Shape)})",
        ValueCondition.At at => Instant(at.Test, $"{row}.instant"),
        TextCondition text => Text(text, test.IgnoreCase, row, slot),
        SemverCondition semver => Version(semver, row),
        NetworkCondition network => Network(network, row),
        TraitOperandCondition operand => Operand(operand, test.IgnoreCase, row, slot),
        _ => sql.Refuse($"{condition.Name}: this is computed with, not looked up"),
    };

    /// <summary>Whether an instant, or NULL, passes.</summary>
    public string Instant(InstantTest test, string ticks)
    {
        var parts = new List<string> { $"{ticks} IS NOT NULL" };
        if (test.WithinLast is { } within)
        {
            parts.Add(Within(ticks, within));
        }

        if (test.NotWithinLast is { } outside)
        {
            parts.Add($"(NOT {Within(ticks, outside)})");
        }

        if (test.Before is { } before)
        {
            parts.Add($"{ticks} < {sql.Bind(before.UtcTicks)}");
        }

        if (test.After is { } after)
        {
            parts.Add($"{ticks} >= {sql.Bind(after.UtcTicks)}");
        }

        return $"({string.Join(" AND ", parts)})";
    }

    private string Within(string ticks, TimeSpan length) =>
        $"({ticks} >= {sql.Bind(now.UtcTicks - length.Ticks)} AND {ticks} <= {sql.Bind(now.UtcTicks)})";

    private string Compare(ValueCondition.Compare compare, bool ignoreCase, string row, int slot)
    {
        if (compare.Operator <= ComparisonOperator.Ne)
        {
            return Negated(OneOf([compare.Operand], ignoreCase, row, slot), compare.Operator == ComparisonOperator.Ne);
        }

        var symbol = SqlWriter.SymbolOf(compare.Operator);
        return compare.Operand.AsNumber() is { } number
            ? $"({row}.kind = {ValueRow.Number} AND {Exact(slot, $"{row}.number")} {symbol} {sql.Units(number)})"
            : $"({row}.kind = {ValueRow.Text} AND {row}.text {symbol} {Literal(compare.Operand.AsString()!, slot)})";
    }

    private string OneOf(ValueList<AttributeValue> values, bool ignoreCase, string row, int slot)
    {
        if (values.Count > MostListed)
        {
            return sql.Refuse($"a list of more than {MostListed} values");
        }

        var folded = ignoreCase ? values.Select(value => value.AsString()).OfType<string>().ToList() : [];
        var plain = values.Where(value => !ignoreCase || value.AsString() is null).Select(value => sql.Bind(KeyOf(value, slot))).ToList();
        var parts = new List<string>();
        if (plain.Count > 0)
        {
            parts.Add($"{row}.key IN ({string.Join(", ", plain)})");
        }

        if (folded.Count > 0)
        {
            parts.Add($"({row}.fold IS NOT NULL AND {row}.fold IN ({string.Join(", ", folded.Select(text => Literal(ValueRow.Fold(text), slot)))}))");
        }

        return $"({string.Join(" OR ", parts)})";
    }

    private string Items(ValueCondition.Items items, bool ignoreCase, string row, int slot)
    {
        string Has(ValueList<AttributeValue> wanted)
        {
            var item = sql.Alias();
            return $"EXISTS (SELECT 1 FROM {FactTables.Items} {item} WHERE {item}.owner = {row}.owner AND {item}.slot = {row}.slot "
                + $"AND {OneOf(wanted, ignoreCase, item, slot)})";
        }

        return items.Operator == ItemsOperator.HasAll
            ? items.Values.Count > MostListed / 10 ? sql.Refuse("hasAll of more than 100 values") : SqlWriter.Join([.. items.Values.Select(value => Has([value]))], "AND")
            : Negated(Has(items.Values), items.Operator == ItemsOperator.HasNone);
    }

    private string Text(TextCondition text, bool ignoreCase, string row, int slot)
    {
        var column = ignoreCase ? $"{row}.fold" : $"{row}.text";
        var operand = ignoreCase ? ValueRow.Fold(text.Operand) : text.Operand;
        var holds = text.Operator switch
        {
            TextOperator.Contains or TextOperator.NotContains => Pattern(column, ["", operand, ""], slot),
            TextOperator.StartsWith => Pattern(column, [operand, ""], slot),
            TextOperator.EndsWith => Pattern(column, ["", operand], slot),
            TextOperator.Like => LikePieces.Of(operand) is { } pieces
                ? Pattern(column, pieces, slot)
                : sql.Refuse("like: a pattern with \"_\", or with more than one text between two \"%\""),
            _ => sql.Refuse("matches: a regular expression"),
        };
        return Negated($"({row}.kind = {ValueRow.Text} AND {holds})", text.Operator == TextOperator.NotContains);
    }

    // Text that begins with the first piece and ends with the last, with the one between them, if there is one, in between.
    private string Pattern(string column, string[] pieces, int slot)
    {
        if (pieces.Length == 1)
        {
            return $"{column} = {Literal(pieces[0], slot)}";
        }

        var lengths = Array.ConvertAll(pieces, piece => ValueRow.Bytes(piece).Length);
        var parts = new List<string> { $"length({column}) >= {sql.Bind(lengths.Sum())}" };
        if (lengths[0] > 0)
        {
            parts.Add($"substr({column}, 1, {lengths[0]}) = {Literal(pieces[0], slot)}");
        }

        if (lengths[^1] > 0)
        {
            parts.Add($"substr({column}, length({column}) - {lengths[^1] - 1}) = {Literal(pieces[^1], slot)}");
        }

        if (pieces.Length == 3 && lengths[1] > 0)
        {
            var middle = $"substr({column}, {lengths[0] + 1}, length({column}) - {lengths[0] + lengths[2]})";
            parts.Add(sql.Dialect.Contains(lengths[0] + lengths[2] == 0 ? column : middle, Literal(pieces[1], slot)));
        }

        return $"({string.Join(" AND ", parts)})";
    }

    private string Version(SemverCondition semver, string row)
    {
        string Bound(SemverVersion least, bool includesLeast, SemverVersion most, bool includesMost) =>
            $"({row}.version >{(includesLeast ? "=" : "")} {sql.Bind(least.SortKey())} AND {row}.version <{(includesMost ? "=" : "")} {sql.Bind(most.SortKey())})";

        var groups = semver.Parsed.Groups.Select(group =>
            SqlWriter.Join([.. group.Select(bounds => Bound(bounds.Least, bounds.IncludesLeast, bounds.Most, bounds.IncludesMost))], "AND"));
        return $"({row}.version IS NOT NULL AND {SqlWriter.Join([.. groups], "OR")})";
    }

    private string Network(NetworkCondition condition, string row)
    {
        if (condition.Parsed.Count > MostListed)
        {
            return sql.Refuse($"a list of more than {MostListed} networks");
        }

        var parts = condition.Parsed.Select(network =>
            $"({row}.address >= {sql.Bind(ValueRow.Address(network.BaseAddress))} AND {row}.address <= {sql.Bind(ValueRow.Address(LastOf(network)))})");
        return $"({row}.address IS NOT NULL AND {SqlWriter.Join([.. parts], "OR")})";
    }

    private string Operand(TraitOperandCondition condition, bool ignoreCase, string row, int slot)
    {
        var (other, trait) = (sql.Alias(), needs.Trait(condition.Trait));
        var symbol = SqlWriter.SymbolOf(condition.Operator);
        WellFormed(trait, WellFormed(slot, string.Empty));
        var compared = condition.Operator <= ComparisonOperator.Ne
            ? ignoreCase
                ? $"({row}.key = {other}.key OR ({row}.fold IS NOT NULL AND {other}.fold IS NOT NULL AND {row}.fold = {other}.fold))"
                : $"({row}.key = {other}.key)"
            : $"(({row}.kind = {ValueRow.Number} AND {other}.kind = {ValueRow.Number} AND {Exact(slot, $"{row}.number")} {symbol} {Exact(trait, $"{other}.number")}) "
                + $"OR ({row}.kind = {ValueRow.Text} AND {other}.kind = {ValueRow.Text} AND {row}.text {symbol} {other}.text))";
        return Negated(
            $"EXISTS (SELECT 1 FROM {FactTables.Values} {other} WHERE {other}.owner = p.person AND {other}.slot = {trait} AND {compared})",
            condition.Operator == ComparisonOperator.Ne);
    }

    /// <summary>An expression over the numbers of a slot; refused when one of them is not exact.</summary>
    public string Exact(int slot, string expression) => facts is null || facts.IsExact(slot)
        ? expression
        : sql.Refuse("a stored number of more than four decimals, or of a hundred billion or more");

    private byte[] KeyOf(AttributeValue value, int slot)
    {
        _ = value.AsString() is { } text ? WellFormed(slot, text) : null;
        return ValueRow.Key(value);
    }

    private string Literal(string text, int slot) => sql.Bind(WellFormed(slot, text));

    private string WellFormed(int slot, string text)
    {
        if (!ValueRow.IsWellFormed(text) || (facts is not null && !facts.IsWellFormed(slot)))
        {
            sql.Refuse("text with half of a surrogate pair");
        }

        return text;
    }

    private static string Negated(string condition, bool negated) => negated ? $"(NOT {condition})" : condition;

    private static IPAddress LastOf(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private static int KindOf(ValueShape shape) => shape switch
    {
        ValueShape.String => ValueRow.Text,
        ValueShape.Number => ValueRow.Number,
        ValueShape.Boolean => ValueRow.Boolean,
        _ => ValueRow.List,
    };
}
