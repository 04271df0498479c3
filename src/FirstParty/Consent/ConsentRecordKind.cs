namespace FirstParty.Consent;

/// <summary>What a consent record is about. The numbers stand in the log's leaves and never change.</summary>
public enum ConsentRecordKind : byte
{
    /// <summary>A person's act on a purpose.</summary>
    ConsentAct = 1,

    /// <summary>A policy or notice text was published.</summary>
    PolicyPublished = 2,

    /// <summary>A person was erased.</summary>
    Erasure = 3,

    /// <summary>Two people were merged or parted.</summary>
    Identity = 4,

    /// <summary>A later, more restrictive reading of an earlier record. A wrong refusal is mended by asking again, never by correction.</summary>
    Correction = 5,

    /// <summary>An age was stated.</summary>
    AgeAssertion = 6,

    /// <summary>A guardian authorised, or took the authorisation back.</summary>
    GuardianAuthorisation = 7,

    /// <summary>Processing was restricted, or the restriction lifted.</summary>
    ProcessingRestriction = 8,

    /// <summary>Data left for a recipient.</summary>
    Disclosure = 9,

    /// <summary>A legal hold, or a record kept under one.</summary>
    LegalHold = 10,
}
