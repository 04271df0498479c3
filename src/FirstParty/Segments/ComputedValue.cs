namespace FirstParty.Segments;

/// <summary>Which of the values that a property takes a <see cref="ComputedTrait"/> is.</summary>
public enum ComputedValue : byte
{
    /// <summary>That of the first event.</summary>
    First,

    /// <summary>That of the last event.</summary>
    Last,

    /// <summary>The one taken most often, of several the one that occurred last.</summary>
    MostFrequent,

    /// <summary>The list of all different ones, in the order they first occurred.</summary>
    Unique,
}
