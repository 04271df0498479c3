namespace FirstParty.Profiles;

/// <summary>A change of a trait with its place in the store's sequence of them.</summary>
/// <param name="Sequence">Its cursor: over zero, increasing, with gaps.</param>
/// <param name="Move">The change.</param>
public sealed record RecordedTraitMove(long Sequence, TraitMove Move);
