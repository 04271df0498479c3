namespace FirstParty.Consent;

/// <summary>With whose authority an act was made.</summary>
public enum ConsentOrigin : byte
{
    /// <summary>The person's own act; also a choice made in a consent banner and carried here in a TC or GPP string. The default.</summary>
    Subject,

    /// <summary>A holder of parental responsibility.</summary>
    Guardian,

    /// <summary>An agent that the person authorised.</summary>
    Agent,

    /// <summary>A setting that speaks for the person without an act of theirs, such as Global Privacy Control. It can refuse, never grant.</summary>
    Signal,

    /// <summary>From another system's records. It never overrides the person's own refusal.</summary>
    Import,

    /// <summary>Entered by the host's staff on the person's behalf, for example by telephone.</summary>
    Operator,

    /// <summary>Concluded from behaviour. It never grants.</summary>
    Inferred,
}
