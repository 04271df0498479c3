using System.Collections.Immutable;

namespace FirstParty.Taxonomies.Schemas;

/// <summary>
/// What an event's properties must look like, and what becomes of an event whose properties do not. Properties that the schema does not
/// name are let through. Immutable and thread-safe; compared by value.
/// </summary>
/// <example><code>
/// new EventSchema(SchemaMode.Quarantine)
///     .Require("total", AttributeValueType.Number, minimum: 0)
///     .Allow("currency", AttributeValueType.String, oneOf: ["SEK", "EUR"])
///     .Require("products[].sku", AttributeValueType.String)
/// </code></example>
public sealed record EventSchema
{
    private readonly SchemaNode _root;

    /// <summary>A schema that demands nothing yet.</summary>
    /// <param name="mode">What becomes of an event that breaks it.</param>
    public EventSchema(SchemaMode mode)
        : this(mode, [])
    {
    }

    private EventSchema(SchemaMode mode, ImmutableArray<PropertySchema> properties)
    {
        Mode = mode;
        Properties = properties;
        _root = SchemaNode.TreeOf(properties);
    }

    /// <summary>What becomes of an event that breaks the schema.</summary>
    public SchemaMode Mode { get; }

    /// <summary>The properties that the schema names, in the order they were added.</summary>
    public ImmutableArray<PropertySchema> Properties { get; }

    /// <summary>This schema, with a property that must be there.</summary>
    /// <param name="path">Where it is, as in <see cref="PropertySchema(string, AttributeValueType)"/>.</param>
    /// <param name="type">Its JSON shape.</param>
    /// <param name="minimum">The smallest number allowed, inclusive, or null for no bound.</param>
    /// <param name="maximum">The largest number allowed, inclusive, or null for no bound.</param>
    /// <param name="oneOf">The text values that are allowed, or null when any is.</param>
    /// <exception cref="ArgumentException">The path is malformed or there already, or the bounds do not fit the shape or each other.</exception>
    public EventSchema Require(
        string path, AttributeValueType type, decimal? minimum = null, decimal? maximum = null, IEnumerable<string>? oneOf = null) =>
        With(new PropertySchema(path, type) { Required = true, Minimum = minimum, Maximum = maximum, OneOf = [.. oneOf ?? []] });

    /// <summary>This schema, with a property that may be absent or <c>null</c> and otherwise must look like this.</summary>
    /// <inheritdoc cref="Require" />
    public EventSchema Allow(
        string path, AttributeValueType type, decimal? minimum = null, decimal? maximum = null, IEnumerable<string>? oneOf = null) =>
        With(new PropertySchema(path, type) { Minimum = minimum, Maximum = maximum, OneOf = [.. oneOf ?? []] });

    /// <summary>This schema, with a property.</summary>
    /// <exception cref="ArgumentException">The path is there already, or the bounds do not fit the shape or each other.</exception>
    public EventSchema With(PropertySchema property)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (Properties.Any(known => known.Path == property.Path))
        {
            throw new ArgumentException($"The schema has the property '{property.Path}' already.", nameof(property));
        }

        var bounded = property.Minimum is not null || property.Maximum is not null;
        if ((bounded && property.Type != AttributeValueType.Number) || property.Minimum > property.Maximum)
        {
            throw new ArgumentException($"The bounds of '{property.Path}' need a number, and the lower one first.", nameof(property));
        }

        return property.OneOf.IsEmpty || property.Type == AttributeValueType.String
            ? new EventSchema(Mode, Properties.Add(property))
            : throw new ArgumentException($"The listed values of '{property.Path}' need text.", nameof(property));
    }

    /// <summary>Checks an event's properties in one pass, in time linear in their length.</summary>
    /// <param name="properties">A well-formed JSON object in UTF-8.</param>
    /// <returns>What becomes of the event, and why. Nothing is reported in the mode Allow.</returns>
    /// <exception cref="System.Text.Json.JsonException">The bytes are not one well-formed JSON value, or a name or listed text holds a lone surrogate.</exception>
    public SchemaResult Check(ReadOnlyMemory<byte> properties) =>
        Mode == SchemaMode.Allow ? SchemaResult.Conforming(properties) : new SchemaCheck(_root, Mode).Run(properties);

    /// <inheritdoc />
    public bool Equals(EventSchema? other) =>
        other is not null && Mode == other.Mode && Properties.AsSpan().SequenceEqual(other.Properties.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Mode, Properties.Length);
}
