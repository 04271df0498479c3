using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>An act as the graph's storage keeps it, with the keys by which <see cref="GraphQuery.ActsOn"/> finds it.</summary>
/// <param name="Act">The act as it was said.</param>
/// <param name="Names">
/// The natural ids of the identifiers that it names, normalised by the rules in force; of an erasure its targets; of a retraction those that the
/// facts named which it takes back, as far as they have arrived. Ascending, without duplicates.
/// </param>
public sealed record StoredAct(IdentityAct Act, ImmutableArray<ProfileId> Names);
