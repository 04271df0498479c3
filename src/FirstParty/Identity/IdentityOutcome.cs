namespace FirstParty.Identity;

/// <summary>What became of an act about two identifiers, in the transaction that recorded it.</summary>
/// <param name="Act">The act's own id, to be retracted by.</param>
/// <param name="Effect">What it has come to now.</param>
public sealed record IdentityOutcome(FactId Act, IdentityEffect Effect)
{
    /// <summary>The separation that keeps the two apart; null where none does.</summary>
    public FactId? Against { get; init; }

    /// <summary>A sentence that names the mend, in English; null where the act did what it says. Never holds a value.</summary>
    public string? Detail => Effect switch
    {
        IdentityEffect.SameIdentifier => "Both are the same identifier, so there is nothing to join or to part.",
        IdentityEffect.KeptApart => "They were not joined: a separation stands between them. Retract it first, if it was wrong.",
        IdentityEffect.OverLimit =>
            "They were not joined: the person would have too many identifiers of a namespace. Retract the link that is wrong, or AliasAsync an id that was changed.",
        IdentityEffect.Contested => "They were not joined: one of them is tied to too many others. MapAsync shows to whom.",
        IdentityEffect.NotPeople => "They were not joined: an account is no person. GroupAsync makes a person its member.",
        _ => null,
    };
}
