namespace FirstParty.Profiles;

/// <summary>How a trait would change.</summary>
/// <param name="Name">The trait.</param>
/// <param name="Before">Its value before, or null when it had none.</param>
/// <param name="After">Its value afterwards, or null when it would have none.</param>
public sealed record TraitChange(string Name, TraitValue? Before, TraitValue? After);
