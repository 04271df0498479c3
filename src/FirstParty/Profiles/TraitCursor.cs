namespace FirstParty.Profiles;

/// <summary>How far a consumer has dealt with the sequence of changed traits.</summary>
/// <param name="Name">The consumer's name: 1 to 100 characters, chosen by the host.</param>
/// <param name="Sequence">The last change that was dealt with; 0 for none yet.</param>
public readonly record struct TraitCursor(string Name, long Sequence);
