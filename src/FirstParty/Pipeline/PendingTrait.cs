using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>One trait of an identify call on its way down the line.</summary>
internal readonly record struct PendingTrait(string Name, AttributeValue Value, Classification Classification);
