namespace FirstParty.Segments.Rules;

/// <summary>True when at least so many of its rules are. JSON: <c>{"atLeast":2,"of":[…]}</c>.</summary>
public sealed record AtLeastRule : SegmentRule
{
    /// <summary>At least <paramref name="count"/> of these.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is under one or over the number of rules.</exception>
    public AtLeastRule(int count, ValueList<SegmentRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (count < 1 || count > rules.Count)
        {
            throw new ArgumentException($"\"atLeast\" is a number from 1 to how many rules there are ({rules.Count}).", nameof(count));
        }

        Count = count;
        Rules = rules;
    }

    /// <summary>How many must be true, from 1 to the number of rules.</summary>
    public int Count { get; }

    /// <summary>The rules.</summary>
    public ValueList<SegmentRule> Rules { get; }
}
