using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>An act as the graph's storage keeps it, with the keys by which <see cref="GraphQuery.ActsOn"/> finds it.</summary>
/// <param name="Act">The act as it was said.</param>
/// <param name="Names">
/// The natural ids of the identifiers that it names, normalised by the rules in force; of an erasure its targets; of a retraction none, for that
/// is found by <see cref="GraphQuery.Facts"/>. Ascending, without duplicates.
/// </param>
public sealed record StoredAct(IdentityAct Act, ImmutableArray<ProfileId> Names);
