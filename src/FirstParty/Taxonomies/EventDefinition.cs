using FirstParty.Taxonomies.Schemas;

namespace FirstParty.Taxonomies;

/// <summary>What an event is: <c>Order Completed</c>, <c>Page Viewed</c>. Immutable and thread-safe.</summary>
public sealed record EventDefinition : DataDefinition
{
    /// <summary>A personal, structured event in real time that needs no purpose; say the rest in an initialiser or a <c>with</c> expression.</summary>
    /// <param name="key">The classification key, 1 to <see cref="DataDefinition.MaxKeyLength"/> characters.</param>
    /// <param name="kind">What it says about a person.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null, blank or too long.</exception>
    public EventDefinition(string key, DataKind kind)
        : base(key, kind) => Form = DataForm.RealTime;

    /// <summary>What the event's properties must look like, or null when anything goes.</summary>
    public EventSchema? Schema { get; init; }
}
