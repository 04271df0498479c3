namespace FirstParty.Profiles;

/// <summary>What survivorship made of one claim.</summary>
public enum ClaimFate : byte
{
    /// <summary>Its value survives.</summary>
    Won,

    /// <summary>The surviving value was computed from it and others.</summary>
    Contributed,

    /// <summary>Another claim was better.</summary>
    Lost,

    /// <summary>The strategy takes no account of it: an unset among values, text among numbers.</summary>
    Ignored,
}
