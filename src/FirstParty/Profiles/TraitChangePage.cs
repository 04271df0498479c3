using System.Collections.Immutable;

namespace FirstParty.Profiles;

/// <summary>Some changes of traits in sequence, as a purpose may see them.</summary>
/// <param name="Through">The last sequence that was looked at: the cursor to go on from.</param>
/// <param name="Changes">What the purpose may see of them; perhaps none.</param>
public sealed record TraitChangePage(long Through, ImmutableArray<ProfileTraitChange> Changes);
