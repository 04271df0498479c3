namespace FirstParty.Identity;

/// <summary>A link that does not hold, because joining its ends would have broken a rule and stronger or newer links came first.</summary>
/// <param name="First">The end that comes first by namespace and value, ordinally.</param>
/// <param name="Second">The other end.</param>
public readonly record struct RejectedLink(Identifier First, Identifier Second);
