namespace FirstParty.Segments.Rules;

/// <summary>
/// Two numbers computed from events, compared: "viewed more often than bought". False when either is missing; <c>ne</c> is then true. JSON:
/// <c>{"compare":{"event":"A","number":"count"},"gt":{"event":"B","number":"count"},"times":2}</c>, since format version 2.
/// </summary>
public sealed record RelativeRule : SegmentRule
{
    /// <summary>Compares two numbers.</summary>
    /// <exception cref="ArgumentException">The factor is not over zero and under a million.</exception>
    public RelativeRule(EventFigure left, ComparisonOperator @operator, EventFigure right, decimal times = 1)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        (Left, Operator, Right) = (left, @operator, right);
        Times = times is > 0 and < 1_000_000 ? times : throw new ArgumentException("A factor is over zero and under a million.", nameof(times));
    }

    /// <summary>The number on the left.</summary>
    public EventFigure Left { get; }

    /// <summary>The comparison.</summary>
    public ComparisonOperator Operator { get; }

    /// <summary>The number on the right.</summary>
    public EventFigure Right { get; }

    /// <summary>What the number on the right is multiplied by first.</summary>
    public decimal Times { get; }

    /// <summary>Whether two numbers compare so.</summary>
    internal bool Holds(decimal? left, decimal? right)
    {
        var compared = left is { } one && right is { } other ? one.CompareTo(Multiply(other)) : (int?)null;
        return Operator switch
        {
            ComparisonOperator.Eq => compared == 0,
            ComparisonOperator.Ne => compared != 0,
            ComparisonOperator.Gt => compared > 0,
            ComparisonOperator.Gte => compared >= 0,
            ComparisonOperator.Lt => compared < 0,
            _ => compared <= 0,
        };
    }

    private decimal Multiply(decimal number)
    {
        try
        {
            return number * Times;
        }
        catch (OverflowException)
        {
            return number > 0 ? decimal.MaxValue : decimal.MinValue;
        }
    }
}
