using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>One thing that a value was computed from.</summary>
/// <param name="Fact">The fact: of a trait <c>TraitValue.Fact</c>, of an event its id.</param>
/// <param name="Property">The trait or property of it that was used; null means all of it.</param>
public readonly record struct FactInput(FactId Fact, string? Property = null);
