using System.Text.RegularExpressions;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Rules;

/// <summary><c>contains notContains startsWith endsWith like matches</c>: tests of text. <c>notContains</c> is true of a missing value.</summary>
public sealed record TextCondition : ValueCondition
{
    private readonly Lazy<Regex>? _sensitive;
    private readonly Lazy<Regex>? _insensitive;

    /// <summary>Tests text.</summary>
    /// <exception cref="ArgumentException">The text is too long; or it is no regular expression, or one that cannot be matched in linear time.</exception>
    public TextCondition(TextOperator @operator, string operand)
    {
        Operator = @operator;
        Operand = RuleLimits.CheckText(operand, nameof(operand));
        if (@operator == TextOperator.Matches)
        {
            var regex = SafePattern.Compile(operand, ignoreCase: false);
            _sensitive = new Lazy<Regex>(regex);
            _insensitive = new Lazy<Regex>(() => SafePattern.Compile(operand, ignoreCase: true));
        }
    }

    /// <summary>The test.</summary>
    public TextOperator Operator { get; }

    /// <summary>The text, pattern or regular expression.</summary>
    public string Operand { get; }

    /// <inheritdoc />
    public override string Name => Operator switch
    {
        TextOperator.Contains => "contains",
        TextOperator.NotContains => "notContains",
        TextOperator.StartsWith => "startsWith",
        TextOperator.EndsWith => "endsWith",
        TextOperator.Like => "like",
        _ => "matches",
    };

    /// <inheritdoc />
    public bool Equals(TextCondition? other) =>
        other is not null && Operator == other.Operator && string.Equals(Operand, other.Operand, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Operator, Operand);

    internal Regex Pattern(bool ignoreCase) => (ignoreCase ? _insensitive! : _sensitive!).Value;
}
