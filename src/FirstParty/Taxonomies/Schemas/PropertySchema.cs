using System.Collections.Immutable;

namespace FirstParty.Taxonomies.Schemas;

/// <summary>What one property of an event must look like. Immutable; compared by value.</summary>
public sealed record PropertySchema
{
    /// <summary>The deepest path, in steps.</summary>
    public const int MaxDepth = 16;

    /// <summary>An optional property of a shape.</summary>
    /// <param name="path">
    /// Where it is: names separated by full stops, a list's items as <c>[]</c>, such as <c>total</c>, <c>address.city</c> or
    /// <c>products[].price</c>. Case-sensitive.
    /// </param>
    /// <param name="type">Its JSON shape.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank, has an empty step, or is deeper than <see cref="MaxDepth"/>.</exception>
    public PropertySchema(string path, AttributeValueType type)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = path;
        Type = type;
        Steps = StepsOf(path);
    }

    /// <summary>Where the property is.</summary>
    public string Path { get; }

    /// <summary>Its JSON shape.</summary>
    public AttributeValueType Type { get; }

    /// <summary>Whether it must be there and not be <c>null</c>: within a list's items, in each item. False by default.</summary>
    public bool Required { get; init; }

    /// <summary>The text values that are allowed, compared ordinally; empty when any is.</summary>
    public ImmutableArray<string> OneOf { get; init; } = [];

    /// <summary>The smallest number allowed, inclusive, or null for no bound.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The largest number allowed, inclusive, or null for no bound.</summary>
    public decimal? Maximum { get; init; }

    internal ImmutableArray<string> Steps { get; }

    /// <inheritdoc />
    public bool Equals(PropertySchema? other) => other is not null && Path == other.Path && Type == other.Type
        && Required == other.Required && Minimum == other.Minimum && Maximum == other.Maximum
        && OneOf.AsSpan().SequenceEqual(other.OneOf.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Path, Type, Required, Minimum, Maximum, OneOf.Length);

    private static ImmutableArray<string> StepsOf(string path)
    {
        var steps = path.Replace("[]", ".[]", StringComparison.Ordinal).Split('.');
        return steps.All(step => step.Length > 0 && (step == "[]" || step.AsSpan().IndexOfAny('[', ']') < 0)) && steps.Length <= MaxDepth
            ? [.. steps]
            : throw new ArgumentException($"A path is names separated by full stops, list items as [], at most {MaxDepth} steps.", nameof(path));
    }
}
