namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>What the host's setup says after the store was kept.</summary>
public enum LaterSetup
{
    /// <summary>Nothing but the storage.</summary>
    Nothing,

    /// <summary>The purpose, and nothing collected for it.</summary>
    PurposeAlone,

    /// <summary>The same names, collected for no purpose.</summary>
    NoPurposeNamed,

    /// <summary>The same names, collected for no purpose, and the purpose is gone.</summary>
    PurposeGone,

    /// <summary>Whatever comes is accepted.</summary>
    UnknownAccepted,

    /// <summary>The same names, collected for what the person permits.</summary>
    AnotherPurposeNamed,

    /// <summary>The same names and purpose, which asks nobody any more.</summary>
    NobodyAsked,

    /// <summary>The same names and purpose, which passes over objections.</summary>
    ObjectionsOverridden,
}
