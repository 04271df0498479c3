using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>The fields of one event as they stand on the wire, before they mean anything. Null and absent are the same.</summary>
internal sealed class WireFields
{
    public string? Type { get; set; }

    public string? MessageId { get; set; }

    public string? UserId { get; set; }

    public string? AnonymousId { get; set; }

    public string? PreviousId { get; set; }

    public string? GroupId { get; set; }

    public string? Event { get; set; }

    public string? Name { get; set; }

    public string? Category { get; set; }

    public string? Timestamp { get; set; }

    public string? OriginalTimestamp { get; set; }

    public string? SentAt { get; set; }

    /// <summary>A JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Properties { get; set; }

    /// <summary>A JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Traits { get; set; }

    /// <summary>A JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Context { get; set; }

    /// <summary>A JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Integrations { get; set; }

    /// <summary>The first field whose type is wrong, or null.</summary>
    public string? WrongField { get; set; }
}
