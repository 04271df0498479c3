namespace FirstParty.Consent;

/// <summary>Where a person stands to one purpose after some of the records: the accumulator of the fold.</summary>
/// <param name="Current">The grant or refusal in force; null when there is none.</param>
/// <param name="Asked">Whether the person was asked or given notice.</param>
/// <param name="SignalActive">Whether the browser's opt-out signal is being sent.</param>
/// <param name="Restrictions">One bit for each scope (everything, the purpose, each of its parents) in which processing is restricted.</param>
/// <param name="Erasure">The latest erasure; null when there was none.</param>
internal readonly record struct FoldState(
    ConsentRecord? Current, bool Asked, bool SignalActive, ulong Restrictions, ConsentRecord? Erasure)
{
    internal const string GlobalPrivacyControl = "gpc";

    internal bool IsRefused => Current is { } current && current.Act.IsRefusal();

    /// <summary>Whether a permissive act changes anything against what stands.</summary>
    internal bool Admits(ConsentRecord permissive)
    {
        if (permissive.Origin is ConsentOrigin.Inferred or ConsentOrigin.Signal || permissive.Kind == ConsentRecordKind.Correction)
        {
            return false;
        }

        if (SignalActive && !permissive.Acknowledges.Contains(GlobalPrivacyControl))
        {
            return false;
        }

        if (!IsRefused)
        {
            return true;
        }

        var refusal = Current!;
        var overridesOwnRefusal =
            permissive.Origin == ConsentOrigin.Import && refusal.Origin is not (ConsentOrigin.Import or ConsentOrigin.Inferred);
        var overridesStronger = refusal.Subject != permissive.Subject && refusal.Assurance > permissive.Assurance;
        return !overridesOwnRefusal && !overridesStronger;
    }

    /// <summary>What is left after an erasure: nothing that permits, and of the refusals only those of somebody who was not erased.</summary>
    internal FoldState Erase(ConsentRecord erasure)
    {
        var keeps = IsRefused && Current!.Subject != erasure.Subject && !erasure.AlsoBinds.Contains(Current.Subject);
        return new FoldState(keeps ? Current : null, false, keeps && SignalActive, Restrictions, erasure);
    }
}
