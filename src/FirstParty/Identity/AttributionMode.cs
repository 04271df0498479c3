namespace FirstParty.Identity;

/// <summary>Whose an event is that names nobody but a device.</summary>
public enum AttributionMode : byte
{
    /// <summary>
    /// On a device with two or more owners: the latest owner who had signed in by the event's time, else the first owner. The default.
    /// </summary>
    Tenancy,

    /// <summary>The profile that the device belongs to today.</summary>
    Node,
}
