namespace FirstParty.Identity.Partitioning;

/// <summary>What became of a link.</summary>
internal enum LinkState : byte
{
    /// <summary>Its ends share a profile.</summary>
    Accepted,

    /// <summary>Joining its ends would have broken a rule.</summary>
    Rejected,

    /// <summary>An end is contested.</summary>
    Suspended,

    /// <summary>Its component was over budget.</summary>
    Shed,
}
