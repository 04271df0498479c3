using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>A touched profile whose history is too long to be read along with what touched it: a look of its own follows.</summary>
/// <param name="Id">The profile.</param>
/// <param name="Into">The person: the profile itself, or the one that it has become part of.</param>
/// <param name="Identifiers">The person's identifiers; empty for a profile that is no more.</param>
/// <param name="Events">How many events they have, counted a little further than is read at once.</param>
internal sealed record LongPerson(ProfileId Id, ProfileId Into, ImmutableArray<Identifier> Identifiers, int Events)
{
    /// <summary>The profile as the store holds it, or null while it holds none.</summary>
    public StoredProfile? Stored { get; set; }
}
