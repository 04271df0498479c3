namespace FirstParty.Consent.Signals;

/// <summary>One field of a US section: its name in the section's specification and its values of two bits each.</summary>
/// <param name="Name">The name, such as <c>SaleOptOut</c>.</param>
/// <param name="Values">One value, or one for each activity that the field lists. 0 is "not applicable"; 3 is not defined.</param>
public sealed record GppField(string Name, IReadOnlyList<byte> Values);
