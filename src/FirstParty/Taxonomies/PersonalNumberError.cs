namespace FirstParty.Taxonomies;

/// <summary>Why text is not a Swedish personal number, in the order that it is examined.</summary>
public enum PersonalNumberError : byte
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Not ten or twelve ASCII digits with at most one <c>-</c> or <c>+</c> before the last four.</summary>
    Format,

    /// <summary>The last digit does not match the nine before it.</summary>
    Checksum,

    /// <summary>There is no such day.</summary>
    Date,

    /// <summary>The birth date has not come yet.</summary>
    Future,

    /// <summary>A <c>+</c>, though the year is written out and the person does not turn 100 that year or before.</summary>
    Separator,
}
