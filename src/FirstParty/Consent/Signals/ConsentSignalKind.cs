namespace FirstParty.Consent.Signals;

/// <summary>In which form a privacy choice arrived.</summary>
public enum ConsentSignalKind : byte
{
    /// <summary>A TC string of the IAB Europe framework.</summary>
    Tcf,

    /// <summary>A string of the Global Privacy Platform.</summary>
    Gpp,

    /// <summary>A US Privacy string.</summary>
    UsPrivacy,

    /// <summary>The <c>Sec-GPC</c> header of Global Privacy Control.</summary>
    Gpc,

    /// <summary>A state object of Google's Consent Mode v2.</summary>
    ConsentMode,
}
