namespace FirstParty.Identity;

/// <summary>
/// One immutable fact about who is who. Profiles are a function of the set of these facts: order and duplicates never matter.
/// Closed: <see cref="EventAssertion"/>, <see cref="LinkAssertion"/>, <see cref="AliasAssertion"/>, <see cref="SeparateAssertion"/>,
/// <see cref="RetractAssertion"/>, <see cref="EraseAssertion"/>, <see cref="SuggestAssertion"/>, <see cref="ExpireAssertion"/>.
/// </summary>
public abstract record IdentityAssertion
{
    private protected IdentityAssertion()
    {
    }

    /// <summary>The fact's identity, by which it counts once. Two facts of one id must be equal.</summary>
    public required FactId Id { get; init; }
}
