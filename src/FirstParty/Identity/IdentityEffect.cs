namespace FirstParty.Identity;

/// <summary>What an act about two identifiers has come to now. The act stands in any case, and counts for whatever is learnt later.</summary>
public enum IdentityEffect : byte
{
    /// <summary>They were not one person before, and are now.</summary>
    Joined,

    /// <summary>They were one person before, and are two now.</summary>
    Parted,

    /// <summary>They were one person before, and still are.</summary>
    WereOne,

    /// <summary>They were not one person before, and are not now.</summary>
    WereTwo,

    /// <summary>Both are the same identifier as the rules write it, so that there is nothing to join or to part.</summary>
    SameIdentifier,

    /// <summary>They were not joined: somebody separated them, or people whom they belong to.</summary>
    KeptApart,

    /// <summary>They were not joined: the person would have too many identifiers of a namespace, and stronger or newer ties came first.</summary>
    OverLimit,

    /// <summary>They were not joined: one of them met too many others, or hangs together with more than the budget allows.</summary>
    Contested,

    /// <summary>They were not joined: one of them is an account or a household, of which a person is a member.</summary>
    NotPeople,
}
