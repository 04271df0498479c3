using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>What an event says about who is who.</summary>
public static class EventAssertions
{
    /// <summary>
    /// The event as a fact of identity resolution: its own identifiers, and the account of a group call. The id that an alias call continues is
    /// left out: that is said by an <see cref="AliasAssertion"/> of its own.
    /// </summary>
    public static EventAssertion ToAssertion(this LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var identifiers = logged.Kind == EventKind.Alias ? logged.Identifiers[1..] : logged.Identifiers;
        return new EventAssertion
        {
            Id = logged.Id,
            Identifiers = logged.GroupId is { } group ? identifiers.Add(new Identifier(IdentifierNamespace.GroupId, group)) : identifiers,
            OccurredAt = logged.OccurredAt,
            ReceivedAt = logged.ReceivedAt,
            Strength = logged.Strength,
        };
    }

    /// <summary>The id of the alias that an alias call asserts: one of its own, and the same one whenever the event is read again.</summary>
    /// <param name="fact">The id of the alias call.</param>
    public static FactId AliasIdOf(FactId fact) => fact with { Key = ~fact.Key };

    /// <summary>The alias that an alias call asserts, or null for any other call.</summary>
    public static AliasAssertion? ToAlias(this LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return logged.Kind != EventKind.Alias ? null : new AliasAssertion
        {
            Id = AliasIdOf(logged.Id),
            At = logged.OccurredAt,
            From = logged.Identifiers[0],
            To = logged.Identifiers[1],
        };
    }
}
