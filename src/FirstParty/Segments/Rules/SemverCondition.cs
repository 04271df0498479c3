using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Rules;

/// <summary>
/// <c>semver</c>: the value is a semantic version within a range such as <c>&gt;=2.1.0 &lt;3.0.0 || ^4</c>. Versions are ordered by precedence
/// alone, so <c>3.0.0-rc.1</c> is under <c>3.0.0</c>.
/// </summary>
/// <seealso href="https://semver.org/#spec-item-11">SemVer 2.0.0, 11</seealso>
public sealed record SemverCondition : ValueCondition
{
    /// <summary>Tests a version.</summary>
    /// <exception cref="ArgumentException">The text is no range.</exception>
    public SemverCondition(string range)
    {
        Range = RuleLimits.CheckText(range, nameof(range));
        Parsed = SemverRange.TryParse(range, out var parsed)
            ? parsed
            : throw new ArgumentException("Not a version range; write for instance \">=2.1.0 <3.0.0\" or \"^2.1\".", nameof(range));
    }

    /// <summary>The range as it was written.</summary>
    public string Range { get; }

    /// <inheritdoc />
    public override string Name => "semver";

    internal SemverRange Parsed { get; }

    /// <inheritdoc />
    public bool Equals(SemverCondition? other) => other is not null && string.Equals(Range, other.Range, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => Range.GetHashCode(StringComparison.Ordinal);
}
