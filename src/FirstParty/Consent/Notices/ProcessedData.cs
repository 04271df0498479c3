using FirstParty.Taxonomies;

namespace FirstParty.Consent.Notices;

/// <summary>One kind of data that a purpose collects.</summary>
/// <param name="Name">Its name on the wire, such as <c>Order Completed</c> or <c>email</c>.</param>
/// <param name="Definition">What it is.</param>
/// <param name="Retention">How long it is kept: the shorter of its own and the purpose's; null when only the purpose's end limits it.</param>
/// <param name="Obstacle">Why the purpose could never see it, a contradiction in the definitions; null when it can.</param>
public sealed record ProcessedData(string Name, DataDefinition Definition, TimeSpan? Retention, ConsentReason? Obstacle);
