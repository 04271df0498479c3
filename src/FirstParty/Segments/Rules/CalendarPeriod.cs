namespace FirstParty.Segments.Rules;

/// <summary>The periods of the calendar.</summary>
public enum CalendarPeriod : byte
{
    /// <summary>A local day.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>A month.</summary>
    Month,

    /// <summary>January to March, and so on.</summary>
    Quarter,

    /// <summary>A year.</summary>
    Year,
}
