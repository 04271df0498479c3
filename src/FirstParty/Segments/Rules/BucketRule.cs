namespace FirstParty.Segments.Rules;

/// <summary>
/// A stable share of all people: a hash of the seed and the profile's id, so that the same person falls on the same side every time and
/// different seeds are independent. JSON: <c>{"bucket":{"seed":"spring-test","percent":10}}</c>.
/// </summary>
public sealed record BucketRule : SegmentRule
{
    /// <summary>A share of people.</summary>
    /// <exception cref="ArgumentException">The seed is blank or too long, or the share not from 0 to 100.</exception>
    public BucketRule(string seed, decimal percent)
    {
        Seed = RuleLimits.CheckName(seed, nameof(seed));
        Percent = percent is >= 0 and <= 100 ? percent : throw new ArgumentException("A share is from 0 to 100 percent.", nameof(percent));
    }

    /// <summary>The seed.</summary>
    public string Seed { get; }

    /// <summary>The share in percent, 0 to 100.</summary>
    public decimal Percent { get; }
}
