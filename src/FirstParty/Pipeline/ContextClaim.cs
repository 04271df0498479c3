using FirstParty.Events;

namespace FirstParty.Pipeline;

/// <summary>What an event's context says that names its person: a trait, or an id of another system that is the same as a trait.</summary>
/// <param name="IsExternalId">Whether it stands in <c>externalIds</c>, and not in <c>traits</c>.</param>
/// <param name="Trait">The trait that it is.</param>
internal readonly record struct ContextClaim(bool IsExternalId, PendingTrait Trait)
{
    public const string Traits = "traits";
    public const string ExternalIds = "externalIds";

    /// <summary>Where it stands, for a remark.</summary>
    public string Path => $"context.{(IsExternalId ? ExternalIds : Traits)}.{Trait.Name}";
}
