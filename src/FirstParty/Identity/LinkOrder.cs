namespace FirstParty.Identity;

/// <summary>Which of two equally strong links holds when both cannot.</summary>
public enum LinkOrder : byte
{
    /// <summary>The latest: a device goes with whoever used it last. Heals wrong first claims. The default.</summary>
    Newest,

    /// <summary>The earliest: the first claim holds until it is retracted.</summary>
    Oldest,
}
