namespace FirstParty.AspNetCore.Wire;

/// <summary>A request's body: what it says once for all its events, and the events as slices.</summary>
internal sealed class Envelope
{
    /// <summary>The write key in the body, or null.</summary>
    public string? WriteKey { get; set; }

    /// <summary>When the client sent it, by its own clock; null when it did not say so readably.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The context that every event of the batch shares: a JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Context { get; set; }

    /// <summary>The integrations that every event of the batch shares: a JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Integrations { get; set; }

    /// <summary>How many events the client had to drop before this request, by its own account.</summary>
    public int ClientDropped { get; set; }

    /// <summary>Whether the client asks that no visitor cookie be set.</summary>
    public bool IsCookieless { get; set; }

    /// <summary>The events in the order they came.</summary>
    public List<WireItem> Items { get; } = [];
}
