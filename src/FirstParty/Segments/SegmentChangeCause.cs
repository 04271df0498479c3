namespace FirstParty.Segments;

/// <summary>What a membership changed upon.</summary>
public enum SegmentChangeCause : byte
{
    /// <summary>A new fact: an event or a trait.</summary>
    Fact,

    /// <summary>The clock: something left or entered a window, a permission ran out, or a new text came into force.</summary>
    Time,

    /// <summary>A consent act.</summary>
    Consent,

    /// <summary>Profiles were merged or parted.</summary>
    Identity,

    /// <summary>The segment's definition was added, changed or removed.</summary>
    Definition,

    /// <summary>The person's data was erased or reached its retention.</summary>
    Erasure,
}
