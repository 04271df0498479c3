namespace FirstParty.Consent.Signals;

/// <summary>What the global vendor list says of one vendor and one purpose.</summary>
/// <param name="Basis">The declared basis: <see cref="LawfulBasis.Consent"/> or <see cref="LawfulBasis.LegitimateInterests"/>.</param>
/// <param name="IsFlexible">True when the vendor lets a publisher's restriction change the basis.</param>
public readonly record struct TcDeclaration(LawfulBasis Basis, bool IsFlexible);
