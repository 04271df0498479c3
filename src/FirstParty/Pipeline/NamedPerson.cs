using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>A person of a region of the graph, of whom at least one identifier was named by an event.</summary>
/// <param name="Id">The profile.</param>
/// <param name="Component">The component that they belong to.</param>
/// <param name="Identifiers">Their identifiers, strongest first.</param>
/// <param name="KnownSince">When the last of those that were named was named first. UTC.</param>
internal readonly record struct NamedPerson(ProfileId Id, ProfileId Component, ImmutableArray<Identifier> Identifiers, DateTimeOffset KnownSince)
{
    /// <summary>The identifiers of some people.</summary>
    public static List<Identifier> IdentifiersOf(IReadOnlyList<NamedPerson> people)
    {
        var identifiers = new List<Identifier>(2 * people.Count);
        foreach (var person in people)
        {
            identifiers.AddRange(person.Identifiers.AsSpan());
        }

        return identifiers;
    }
}
