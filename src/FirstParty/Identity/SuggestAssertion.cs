namespace FirstParty.Identity;

/// <summary>
/// A model thinks that two identifiers may be one person. It merges nobody: only a person of the host accepts it, by <see cref="Accept"/>,
/// or turns it down, by <see cref="Reject"/>. Scores chain into false merges, so none is ever acted upon by itself.
/// </summary>
public sealed record SuggestAssertion : IdentityAct
{
    /// <summary>The one.</summary>
    public required Identifier First { get; init; }

    /// <summary>The other.</summary>
    public required Identifier Second { get; init; }

    /// <summary>How sure the model is, from 0 to 1.</summary>
    public required double Weight { get; init; }

    /// <summary>The model's name and version.</summary>
    public required string Model { get; init; }

    /// <summary>The manual link that accepts it.</summary>
    /// <param name="id">The new fact's id.</param>
    /// <param name="at">When it was accepted. UTC.</param>
    /// <param name="actor">Who accepted it.</param>
    public LinkAssertion Accept(FactId id, DateTimeOffset at, string actor) =>
        new() { Id = id, At = at, Identifiers = [First, Second], Actor = actor, Reason = Model };

    /// <summary>The separation that turns it down, and keeps the two apart from now on.</summary>
    /// <inheritdoc cref="Accept" path="/param"/>
    public SeparateAssertion Reject(FactId id, DateTimeOffset at, string actor) =>
        new() { Id = id, At = at, First = First, Second = Second, Actor = actor, Reason = Model };
}
