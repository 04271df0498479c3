namespace FirstParty.Identity;

/// <summary>
/// A fact that is no event: somebody, or a program of the host, said who is who. The graph's storage keeps it as truth.
/// </summary>
public abstract record IdentityAct : IdentityAssertion
{
    private protected IdentityAct()
    {
    }

    /// <summary>When it was said. UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who said it, for the audit: an operator's or a program's name, or null.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, in the actor's words, or null. Must hold no personal datum.</summary>
    public string? Reason { get; init; }
}
