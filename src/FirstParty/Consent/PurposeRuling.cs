namespace FirstParty.Consent;

/// <summary>What a folded state means for a purpose at an instant: regime, expiry, policy text, minors, then what can only forbid.</summary>
internal readonly struct PurposeRuling(Purpose purpose, PersonFold person, DateTimeOffset at)
{
    private const int AgeOfMajority = 18;
    private const int OptOutAge = 16;
    private const int OwnOptInAge = 13;

    internal ConsentDecision Of(in FoldState state)
    {
        if (state is { Erasure: { } erasure, Current: null } && !person.HasReturned(erasure.EffectiveAt, at))
        {
            return Say(ConsentStatus.Blocked, ConsentReason.Erased, erasure);
        }

        var decision = purpose.Regime switch
        {
            ConsentRegime.OptIn => OptIn(state),
            ConsentRegime.OptOut => OptOut(state),
            ConsentRegime.Objection => Objection(state),
            _ => Unconditional(state),
        };
        return decision.Allowed && Obstacle(state) is { } reason ? decision.Blocked(reason) : decision;
    }

    internal static DateTimeOffset? ValidUntil(Purpose purpose, ConsentRecord grant)
    {
        var end = purpose.Validity is { } validity && validity < DateTimeOffset.MaxValue - grant.EffectiveAt
            ? grant.EffectiveAt + validity
            : (DateTimeOffset?)null;
        return grant.ValidUntil is { } own && (end is null || own < end) ? own : end;
    }

    private ConsentDecision OptIn(in FoldState state)
    {
        if (state.Current is not { } current)
        {
            return state.Asked && purpose.SoftOptIn ? Say(ConsentStatus.NotObjected, ConsentReason.SoftOptIn)
                : state.Asked ? Say(ConsentStatus.Asked, ConsentReason.NoAnswer) : Say(ConsentStatus.NotAsked, ConsentReason.NoRecord);
        }

        if (state.IsRefused)
        {
            return Say(RefusalStatus(current.Act), RefusalReason(current), current);
        }

        var until = ValidUntil(purpose, current);
        var granted = Say(ConsentStatus.Granted, ConsentReason.Consent, current) with { ValidUntil = until, IsExplicit = current.IsExplicit };
        if (until <= at)
        {
            return granted with { Status = ConsentStatus.Expired, Reason = ConsentReason.ValidityEnded };
        }

        if (IsStale(current))
        {
            return granted with { Status = ConsentStatus.Stale, Reason = ConsentReason.PolicyMaterialChange };
        }

        return purpose.AutomatedDecision && !current.IsExplicit ? granted.Blocked(ConsentReason.ExplicitConsentRequired) : Grown(granted, current);
    }

    // A grant is judged by the age at which it was given: growing up does not heal it, and does not void a guardian's.
    private ConsentDecision Grown(in ConsentDecision granted, ConsentRecord grant)
    {
        var ageOfConsent = person.AgeOfConsent(grant, at);
        var byGuardian = grant.Origin == ConsentOrigin.Guardian;
        if (person.AgeAt(grant.EffectiveAt, at) is not { } age)
        {
            return person.Rules.DirectedAtChildren && !byGuardian ? granted.Blocked(ConsentReason.AgeUnknown) : granted;
        }

        if (age < ageOfConsent && !byGuardian && !person.IsAuthorised(purpose.Id, at))
        {
            return granted.Blocked(ConsentReason.ParentalAuthorisationMissing);
        }

        var neededGuardian = byGuardian || age < ageOfConsent;
        return granted with { ReaffirmDue = neededGuardian && person.AgeAt(at, at) >= ageOfConsent };
    }

    private ConsentDecision Objection(in FoldState state)
    {
        if (state.IsRefused)
        {
            return purpose.CompellingGrounds is null
                ? Say(ConsentStatus.Objected, ConsentReason.Objection, state.Current)
                : Say(ConsentStatus.NotObjected, ConsentReason.CompellingGrounds, state.Current);
        }

        var told = purpose.NoticeGiven || state.Asked || state.Current is not null || person.Rules.Policies.AnyAt(purpose.Id, at);
        return !told ? Say(ConsentStatus.NotAsked, ConsentReason.NoticeNotGiven)
            : Say(ConsentStatus.NotObjected, purpose.LawfulBasis == LawfulBasis.PublicTask ? ConsentReason.PublicTask : ConsentReason.LegitimateInterest);
    }

    private ConsentDecision OptOut(in FoldState state)
    {
        if (state.IsRefused)
        {
            return Say(ConsentStatus.OptedOut, RefusalReason(state.Current!), state.Current);
        }

        var permitted = Say(ConsentStatus.NotOptedOut, ConsentReason.OptOutRegime);
        var age = person.AgeAt(at, at);
        if (age >= OptOutAge || (age is null && !person.Rules.DirectedAtChildren))
        {
            return permitted;
        }

        if (state.Current is not { } optIn)
        {
            return permitted.Blocked(age is null ? ConsentReason.AgeUnknown : ConsentReason.MinorMustOptIn);
        }

        var mayAlone = person.AgeAt(optIn.EffectiveAt, at) >= OwnOptInAge;
        return mayAlone || optIn.Origin == ConsentOrigin.Guardian || person.IsAuthorised(purpose.Id, at)
            ? permitted
            : permitted.Blocked(ConsentReason.ParentalAuthorisationMissing);
    }

    private ConsentDecision Unconditional(in FoldState state) => purpose.DirectMarketing && state.Current?.Act == ConsentAct.Objected
        ? Say(ConsentStatus.Objected, ConsentReason.Objection, state.Current)
        : Say(ConsentStatus.NotApplicable, purpose.LawfulBasis switch
        {
            LawfulBasis.LegalObligation => ConsentReason.LegalObligation,
            LawfulBasis.VitalInterests => ConsentReason.VitalInterests,
            _ => ConsentReason.Contract,
        });

    private ConsentReason? Obstacle(in FoldState state)
    {
        if (state.Restrictions != 0)
        {
            return ConsentReason.Restricted;
        }

        if (!purpose.ProfilingForAds)
        {
            return null;
        }

        return person.AgeAt(at, at) is { } age
            ? age < AgeOfMajority ? ConsentReason.AdsProfilingOfMinor : null
            : person.Rules.DirectedAtChildren ? ConsentReason.AgeUnknown : null;
    }

    // A grant that names no version was given on the text in force at the time, and before there was any, on the first.
    private bool IsStale(ConsentRecord grant)
    {
        var policies = person.Rules.Policies;
        var text = grant.Evidence.PolicyTextId;
        var now = policies.MajorAt(purpose.Id, text, at);
        return now > (grant.Evidence.PolicyVersion?.Major ?? Math.Max(1, policies.MajorAt(purpose.Id, text, grant.EffectiveAt)));
    }

    private static ConsentStatus RefusalStatus(ConsentAct act) => act switch
    {
        ConsentAct.Withdrawn => ConsentStatus.Withdrawn,
        ConsentAct.Objected => ConsentStatus.Objected,
        ConsentAct.OptedOut => ConsentStatus.OptedOut,
        _ => ConsentStatus.Denied,
    };

    private static ConsentReason RefusalReason(ConsentRecord refusal) =>
        refusal.Origin == ConsentOrigin.Signal ? ConsentReason.Signal : ConsentReason.Subject;

    private ConsentDecision Say(ConsentStatus status, ConsentReason reason, ConsentRecord? record = null) =>
        new(status, reason, purpose.LawfulBasis) { RecordSequence = record?.Sequence };
}
