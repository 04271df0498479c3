using System.Collections.Immutable;

namespace FirstParty.Taxonomies.Schemas;

/// <summary>What a schema made of an event's properties. Immutable.</summary>
public sealed record SchemaResult
{
    /// <summary>The most violations that a result lists.</summary>
    public const int MaxViolations = 32;

    internal SchemaResult(ReadOnlyMemory<byte> properties, bool isAccepted, ImmutableArray<SchemaViolation> violations)
    {
        Properties = properties;
        IsAccepted = isAccepted;
        Violations = violations;
    }

    /// <summary>Whether the event goes on; false means that it is to be quarantined.</summary>
    public bool IsAccepted { get; }

    /// <summary>The rules that were broken, each once a path, at most <see cref="MaxViolations"/>. Empty when the properties conform.</summary>
    public ImmutableArray<SchemaViolation> Violations { get; }

    /// <summary>The properties to go on with, as JSON in UTF-8: those received, or in the mode Omit a copy without the offending ones.</summary>
    public ReadOnlyMemory<byte> Properties { get; }

    internal static SchemaResult Conforming(ReadOnlyMemory<byte> properties) => new(properties, isAccepted: true, []);
}
