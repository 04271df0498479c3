namespace FirstParty.Identity;

/// <summary>Whose an event is that names nobody but a device.</summary>
public enum AttributionMode : byte
{
    /// <summary>
    /// On a device with two or more owners: the latest owner who had signed in by the event's time, else the first owner. The default.
    /// </summary>
    /// <remarks>
    /// What happened on such a device under nobody's name is read whole whenever somebody who ever had it is looked up, for it may be anybody's of them: a
    /// look takes time and memory in proportion to it, as a look at a person with as many events does. Taking events in does not wait for that.
    /// </remarks>
    Tenancy,

    /// <summary>The profile that the device belongs to today.</summary>
    Node,
}
