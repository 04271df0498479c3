namespace FirstParty.Segments.Rules;

/// <summary>A test of an event's property; allowed only in the <c>where</c> of an event. A dotted name is a path, as with traits.</summary>
public sealed record PropertyRule : SegmentRule
{
    /// <summary>A test of a property.</summary>
    /// <exception cref="ArgumentException">The name is blank or longer than <see cref="RuleLimits.MaxNameLength"/>.</exception>
    public PropertyRule(string property, ValueTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        Property = RuleLimits.CheckName(property, nameof(property));
        Test = test;
    }

    /// <summary>The property's name.</summary>
    public string Property { get; }

    /// <summary>What its value must be.</summary>
    public ValueTest Test { get; }
}
