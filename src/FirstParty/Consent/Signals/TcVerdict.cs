namespace FirstParty.Consent.Signals;

/// <summary>Whether a TC string lets data go to a vendor for a purpose, and if not, why.</summary>
public enum TcVerdict : byte
{
    /// <summary>The person's choice, and the publisher's, allow it.</summary>
    Allowed,

    /// <summary>The string is invalid under the TCF policies.</summary>
    InvalidString,

    /// <summary>The purpose is not one of the eleven, or the declared basis is neither of the two.</summary>
    NotDeclarable,

    /// <summary>The person was not shown this vendor.</summary>
    NotDisclosed,

    /// <summary>The publisher does not allow it, or its restrictions contradict each other.</summary>
    RestrictedByPublisher,

    /// <summary>The person did not consent to the purpose, or to the vendor.</summary>
    NoConsent,

    /// <summary>Legitimate interest is not there: not disclosed, objected to, or not open to this purpose.</summary>
    NoLegitimateInterest,
}
