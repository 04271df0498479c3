namespace FirstParty.Consent;

/// <summary>What was done in one consent record. The numbers stand in the log's leaves and never change.</summary>
public enum ConsentAct : byte
{
    /// <summary>The person was asked, or given notice, and has not answered.</summary>
    Asked = 0,

    /// <summary>The person agreed.</summary>
    Granted = 1,

    /// <summary>The person declined.</summary>
    Denied = 2,

    /// <summary>The person took an agreement back.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 7(3)</seealso>
    Withdrawn = 3,

    /// <summary>The person objected.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 21</seealso>
    Objected = 4,

    /// <summary>The person, or their browser's signal, opted out.</summary>
    OptedOut = 5,

    /// <summary>The person opted in again, after an opt-out or as a minor.</summary>
    OptedIn = 6,

    /// <summary>The person was erased.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 17</seealso>
    Erased = 7,

    /// <summary>Two people were found to be one.</summary>
    Merge = 8,

    /// <summary>A merge was undone.</summary>
    Unmerge = 9,

    /// <summary>The browser's Global Privacy Control is no longer sent. It lifts no opt-out; only the need to acknowledge the signal.</summary>
    GpcOff = 10,

    /// <summary>Processing was restricted.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 18</seealso>
    Restricted = 11,

    /// <summary>A restriction was lifted.</summary>
    RestrictionLifted = 12,

    /// <summary>An age or a date of birth was stated.</summary>
    AgeAsserted = 13,

    /// <summary>A holder of parental responsibility authorised the child's own consent.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 8</seealso>
    GuardianAuthorised = 14,

    /// <summary>A guardian's authorisation was taken back.</summary>
    GuardianRevoked = 15,

    /// <summary>A policy or notice text was published.</summary>
    PolicyPublished = 16,

    /// <summary>Data about the person left for a recipient.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(c), 19</seealso>
    Disclosed = 17,

    /// <summary>The proof of an erased person's consent is kept for a claim, under a key of its own that has an end.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 17(3)(b), (e)</seealso>
    Held = 18,
}
