using FirstParty.Identity;

namespace FirstParty.AspNetCore.Collector;

/// <summary>Who speaks in a request.</summary>
/// <param name="Source">The registered source that its events come from.</param>
/// <param name="Trust">How far it may say who it speaks of.</param>
/// <param name="Strength">How strongly its identifiers are tied together.</param>
internal sealed record Sender(string Source, SenderTrust Trust, AssertionStrength Strength = AssertionStrength.Observed);
