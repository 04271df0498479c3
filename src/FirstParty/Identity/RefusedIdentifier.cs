namespace FirstParty.Identity;

/// <summary>An identifier of a fact that takes no part. Names no value, so it can be logged.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Namespace">The identifier's namespace as received.</param>
/// <param name="Refusal">Why.</param>
public readonly record struct RefusedIdentifier(FactId Fact, string Namespace, IdentifierRefusal Refusal);
