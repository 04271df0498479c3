namespace FirstParty.Consent;

/// <summary>Which acts narrow what may be done and which widen it. On a tie in time the narrowing act wins.</summary>
public static class ConsentActs
{
    /// <summary>Whether the act refuses, restricts or erases.</summary>
    public static bool IsRestrictive(this ConsentAct act) => act.IsRefusal() || act is ConsentAct.Restricted or ConsentAct.Erased;

    /// <summary>Whether the act says no to a purpose: denied, withdrawn, objected, opted out.</summary>
    public static bool IsRefusal(this ConsentAct act) =>
        act is ConsentAct.Denied or ConsentAct.Withdrawn or ConsentAct.Objected or ConsentAct.OptedOut;

    /// <summary>Whether the act says yes to a purpose: granted, opted in.</summary>
    public static bool IsPermissive(this ConsentAct act) => act is ConsentAct.Granted or ConsentAct.OptedIn;

    /// <summary>
    /// Whether the act can let more be done than before: a yes, but also being asked (which is the notice that legitimate interests need), the end of a
    /// restriction, a guardian's authorisation, the end of a signal, and being taken apart from somebody who refused.
    /// </summary>
    public static bool IsWidening(this ConsentAct act) => act.IsPermissive()
        || act is ConsentAct.Asked or ConsentAct.RestrictionLifted or ConsentAct.GuardianAuthorised or ConsentAct.GpcOff or ConsentAct.Unmerge;

    /// <summary>The kind of record that such an act makes.</summary>
    public static ConsentRecordKind Kind(this ConsentAct act) => act switch
    {
        <= ConsentAct.OptedIn or ConsentAct.GpcOff => ConsentRecordKind.ConsentAct,
        ConsentAct.Erased => ConsentRecordKind.Erasure,
        ConsentAct.Merge or ConsentAct.Unmerge => ConsentRecordKind.Identity,
        ConsentAct.Restricted or ConsentAct.RestrictionLifted => ConsentRecordKind.ProcessingRestriction,
        ConsentAct.AgeAsserted => ConsentRecordKind.AgeAssertion,
        ConsentAct.GuardianAuthorised or ConsentAct.GuardianRevoked => ConsentRecordKind.GuardianAuthorisation,
        ConsentAct.PolicyPublished => ConsentRecordKind.PolicyPublished,
        ConsentAct.Disclosed => ConsentRecordKind.Disclosure,
        ConsentAct.Held => ConsentRecordKind.LegalHold,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Not a consent act."),
    };
}
