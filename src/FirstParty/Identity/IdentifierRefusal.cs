namespace FirstParty.Identity;

/// <summary>Why an identifier takes no part in resolution.</summary>
public enum IdentifierRefusal : byte
{
    /// <summary>It takes part.</summary>
    None,

    /// <summary>The rules have no such namespace.</summary>
    UnknownNamespace,

    /// <summary>Nothing is left after trimming.</summary>
    Empty,

    /// <summary>It is longer than <see cref="Identifier.MaxValueLength"/>.</summary>
    TooLong,

    /// <summary>It holds a lone surrogate or a control character: not text.</summary>
    NotText,

    /// <summary>It is not what its namespace holds: no e-mail address, no telephone number.</summary>
    Malformed,

    /// <summary>It is a value that stands for nobody: <c>null</c>, <c>undefined</c>, <c>anonymous</c>, <c>-1</c>.</summary>
    Blocked,

    /// <summary>It is given out by the server alone, such as a visitor's id, and somebody else named it.</summary>
    Reserved,

    /// <summary>It names an account or a household where a person is asked for.</summary>
    NotAPerson,
}
