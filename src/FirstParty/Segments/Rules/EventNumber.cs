namespace FirstParty.Segments.Rules;

/// <summary>The numbers that can be computed from the events of a selection.</summary>
public enum EventNumber : byte
{
    /// <summary>How many there are; 0 when none.</summary>
    Count,

    /// <summary>On how many different days, in the segment's zone; 0 when none.</summary>
    DistinctDays,

    /// <summary>The sum of a numeric property; 0 when none.</summary>
    Sum,

    /// <summary>The mean of a numeric property; missing when none.</summary>
    Avg,

    /// <summary>The least of a numeric property; missing when none.</summary>
    Min,

    /// <summary>The greatest of a numeric property; missing when none.</summary>
    Max,

    /// <summary>How many different values a property takes; 0 when none.</summary>
    Distinct,
}
