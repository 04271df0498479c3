using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>What became of a retraction.</summary>
/// <param name="Act">The retraction's own id.</param>
/// <param name="Retracted">The facts that count as never said from now on.</param>
/// <param name="Unknown">Those of which nobody has said anything yet: nothing has changed, and should they arrive, they count as never said.</param>
public sealed record RetractionOutcome(FactId Act, ImmutableArray<FactId> Retracted, ImmutableArray<FactId> Unknown);
