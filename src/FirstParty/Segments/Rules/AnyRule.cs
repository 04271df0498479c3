namespace FirstParty.Segments.Rules;

/// <summary>True when at least one of its rules is. JSON: <c>{"any":[…]}</c>.</summary>
public sealed record AnyRule : SegmentRule
{
    /// <summary>Any of these.</summary>
    /// <exception cref="ArgumentException">There are none: an empty <c>any</c> would be nobody, and is a mistake.</exception>
    public AnyRule(ValueList<SegmentRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = rules.Count > 0 ? rules : throw new ArgumentException("An \"any\" needs at least one rule.", nameof(rules));
    }

    /// <summary>The rules, at least one.</summary>
    public ValueList<SegmentRule> Rules { get; }
}
