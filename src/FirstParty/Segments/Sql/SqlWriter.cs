using System.Globalization;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>
/// One statement while it is written: its parameters, its aliases, and why the leaf that is being written cannot be. Everything a rule says goes into
/// parameters; the text is made of fixed words and numbers of slots alone.
/// </summary>
internal sealed class SqlWriter(SegmentSqlDialect dialect)
{
    public const string Yes = "(1 = 1)";
    public const string No = "(1 = 0)";

    private readonly List<SegmentSqlValue> _parameters = [];
    private int _aliases;

    public SegmentSqlDialect Dialect => dialect;

    public IReadOnlyList<SegmentSqlValue> Parameters => _parameters;

    /// <summary>Why something was refused since the last <see cref="TakeBack"/>; null for nothing.</summary>
    public string? Refusal { get; private set; }

    public string Bind(SegmentSqlValue value)
    {
        _parameters.Add(value);
        return dialect.Parameter(_parameters.Count);
    }

    public string Bind(string text) => Bind(ValueRow.Bytes(text));

    /// <summary>A name that no other part of the statement has.</summary>
    public string Alias() => string.Create(CultureInfo.InvariantCulture, $"t{++_aliases}");

    /// <summary>Says that SQL cannot say this, and stands in for it.</summary>
    public string Refuse(string reason)
    {
        Refusal ??= reason;
        return No;
    }

    /// <summary>Forgets what was bound since there were so many parameters, and the refusal.</summary>
    public void TakeBack(int parameters)
    {
        _parameters.RemoveRange(parameters, _parameters.Count - parameters);
        Refusal = null;
    }

    /// <summary>A number in ten-thousandths; refused when it is none exactly.</summary>
    public string Units(decimal number) => FixedNumber.TryFrom(number, out var units)
        ? Bind(units)
        : Refuse("a number of more than four decimals, or of a hundred billion or more");

    /// <summary>Compares an expression in ten-thousandths; one that can be NULL is missing then.</summary>
    public string Test(NumberTest test, string units, bool canBeMissing = false)
    {
        var parts = new List<string>();
        foreach (var (symbol, operand) in Comparisons(test))
        {
            var isNot = symbol == "<>";
            var compared = $"{units} {(isNot ? "=" : symbol)} {Units(operand)}";
            compared = canBeMissing ? $"(CASE WHEN {compared} THEN 1 ELSE 0 END = 1)" : $"({compared})";
            parts.Add(isNot ? $"(NOT {compared})" : compared);
        }

        return Join(parts, "AND");
    }

    /// <summary>Joins conditions as a balanced tree, since databases bound the depth of an expression.</summary>
    public static string Join(IReadOnlyList<string> parts, string word) => parts.Count switch
    {
        0 => Yes,
        1 => parts[0],
        _ => $"({Join([.. parts.Take(parts.Count / 2)], word)} {word} {Join([.. parts.Skip(parts.Count / 2)], word)})",
    };

    public static IEnumerable<(string Symbol, decimal Operand)> Comparisons(NumberTest test) =>
        ((string Symbol, decimal? Operand)[])
        [
            ("=", test.EqualTo), ("<>", test.NotEqualTo), (">", test.MoreThan), (">=", test.AtLeast), ("<", test.LessThan), ("<=", test.AtMost),
        ]
        is var all ? all.Where(one => one.Operand is not null).Select(one => (one.Symbol, one.Operand!.Value)) : [];

    public static string SymbolOf(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Gt => ">",
        ComparisonOperator.Gte => ">=",
        ComparisonOperator.Lt => "<",
        ComparisonOperator.Lte => "<=",
        _ => "=",
    };
}
