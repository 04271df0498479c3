namespace FirstParty.Identity.Maps;

/// <summary>What became of a link, and which rule decided.</summary>
public enum LinkFate : byte
{
    /// <summary>Its ends share a profile.</summary>
    Holds,

    /// <summary>Somebody separated the two people that it would join.</summary>
    Separated,

    /// <summary>The joint profile would hold too many values of a namespace, and stronger or newer links came first.</summary>
    OverLimit,

    /// <summary>An end met too many others, so that it joins nobody.</summary>
    Contested,

    /// <summary>Its component has more links than the budget, and it is among the weakest.</summary>
    Shed,

    /// <summary>Its ends were only mentioned together: a person and an account, a sign-in on a shared device. Such a link joins nobody.</summary>
    Mentioned,

    /// <summary>The events that tied its ends are too old (<see cref="NamespaceRule.ExpiresAfter"/>), as of the latest instant that was logged.</summary>
    Expired,
}
