namespace FirstParty.Segments.Rules;

/// <summary>The bounds that keep a hostile rule from costing more than a rule may. Each refusal is an <see cref="ArgumentException"/> or a
/// <see cref="SegmentFormatException"/> at load; none is an error at run time.</summary>
public static class RuleLimits
{
    /// <summary>The most leaves a rule has: 1,000.</summary>
    public const int MaxLeaves = 1_000;

    /// <summary>The deepest nesting of a rule's conditions: 32.</summary>
    public const int MaxDepth = 32;

    /// <summary>The longest chain of segments that refer to one another: 32.</summary>
    public const int MaxReferenceDepth = 32;

    /// <summary>The most values that one list operator compares with: 10,000.</summary>
    public const int MaxListValues = 10_000;

    /// <summary>The most steps of a sequence: 20.</summary>
    public const int MaxSteps = 20;

    /// <summary>The longest name of a trait, property or event, in UTF-16 characters: 256.</summary>
    public const int MaxNameLength = 256;

    /// <summary>The longest text that a leaf compares with, in UTF-16 characters: 4,096.</summary>
    public const int MaxTextLength = 4_096;

    /// <summary>The longest regular expression, in UTF-16 characters: 500.</summary>
    public const int MaxPatternLength = 500;

    /// <summary>The largest JSON document of one definition, in bytes: 1 MiB.</summary>
    public const int MaxDocumentBytes = 1 << 20;

    /// <summary>The longest window: 36,500 days, which is a hundred years.</summary>
    public static TimeSpan MaxDuration { get; } = TimeSpan.FromDays(36_500);

    internal static string CheckName(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        return name.Length <= MaxNameLength
            ? name
            : throw new ArgumentException($"A name has at most {MaxNameLength} characters.", parameter);
    }

    internal static string CheckText(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        return text.Length <= MaxTextLength
            ? text
            : throw new ArgumentException($"A text to compare with has at most {MaxTextLength} characters.", parameter);
    }

    internal static TimeSpan CheckDuration(TimeSpan duration, string parameter)
    {
        if (duration <= TimeSpan.Zero || duration > MaxDuration || duration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentException("A duration is a whole number of seconds, over zero and at most 36,500 days.", parameter);
        }

        return duration;
    }

    internal static ValueList<T> CheckList<T>(ValueList<T> values, string parameter, int least = 1)
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        return values.Count >= least && values.Count <= MaxListValues
            ? values
            : throw new ArgumentException($"A list has from {least} to {MaxListValues} values.", parameter);
    }
}
