namespace FirstParty.Events;

/// <summary>A remark about one part of an accepted event. Never holds a value.</summary>
/// <param name="Reason">What happened to the part.</param>
/// <param name="Field">The name of the trait, property or identifier namespace.</param>
/// <param name="Purpose">The purpose that was not permitted, where that is the reason.</param>
public readonly record struct OutcomeNote(EventReason Reason, string Field, string? Purpose = null);
