using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace FirstParty.Events;

/// <summary>
/// One value of a trait or a property. Closed over the kinds of JSON, so that nothing a wire carries is ever a type name.
/// Immutable and thread-safe; compared by value, numbers numerically (<c>1.0</c> equals <c>1</c>), text ordinally.
/// </summary>
[CollectionBuilder(typeof(AttributeValue), nameof(ListOf))]
[JsonConverter(typeof(AttributeValueJsonConverter))]
public sealed class AttributeValue : IEquatable<AttributeValue>
{
    /// <summary>The deepest nesting of lists and objects that is read: 64.</summary>
    public const int MaxDepth = 64;

    private readonly object? _reference;
    private readonly decimal _number;

    private AttributeValue(AttributeKind kind, object? reference, decimal number = 0)
    {
        Kind = kind;
        _reference = reference;
        _number = number;
    }

    /// <summary>JSON <c>null</c>.</summary>
    public static AttributeValue Null { get; } = new(AttributeKind.Null, null);

    /// <summary><c>true</c>.</summary>
    public static AttributeValue True { get; } = new(AttributeKind.Boolean, null, 1);

    /// <summary><c>false</c>.</summary>
    public static AttributeValue False { get; } = new(AttributeKind.Boolean, null);

    /// <summary>Which of the accessors holds a value.</summary>
    public AttributeKind Kind { get; }

    /// <summary>Whether this is JSON <c>null</c>.</summary>
    public bool IsNull => Kind == AttributeKind.Null;

    /// <summary>The text, or null when this is not text.</summary>
    public string? AsString() => Kind == AttributeKind.String ? (string)_reference! : null;

    /// <summary>The number, or null when this is not a number. Text that looks like a number is not one.</summary>
    public decimal? AsNumber() => Kind == AttributeKind.Number ? _number : null;

    /// <summary>The truth value, or null when this is not one.</summary>
    public bool? AsBoolean() => Kind == AttributeKind.Boolean ? _number != 0 : null;

    /// <summary>The list, or null when this is not a list.</summary>
    public IReadOnlyList<AttributeValue>? AsList() => _reference as AttributeValue[];

    /// <summary>The object, or null when this is not an object.</summary>
    public Attributes? AsObject() => _reference as Attributes;

    /// <summary>Reads text in ISO 8601 as a UTC instant; an instant without a zone is taken as UTC.</summary>
    public bool TryGetInstant(out DateTimeOffset instant)
    {
        instant = default;
        return Kind == AttributeKind.String && Instants.TryParse((string)_reference!, out instant);
    }

    /// <summary>Text.</summary>
    public static implicit operator AttributeValue(string? value) => value is null ? Null : new(AttributeKind.String, value);

    /// <summary>A truth value.</summary>
    public static implicit operator AttributeValue(bool value) => value ? True : False;

    /// <summary>A number.</summary>
    public static implicit operator AttributeValue(decimal value) => new(AttributeKind.Number, null, value);

    /// <summary>A number.</summary>
    public static implicit operator AttributeValue(int value) => new(AttributeKind.Number, null, value);

    /// <summary>A number.</summary>
    public static implicit operator AttributeValue(long value) => new(AttributeKind.Number, null, value);

    /// <summary>A number, rounded to the 15 significant digits that a <see cref="double"/> carries.</summary>
    /// <exception cref="OverflowException">Not a number, infinite, or beyond the range of <see cref="decimal"/> (±7.9e28).</exception>
    public static implicit operator AttributeValue(double value) => new(AttributeKind.Number, null, (decimal)value);

    /// <summary>An instant, as ISO 8601 text in UTC with up to seven decimals.</summary>
    public static implicit operator AttributeValue(DateTimeOffset value) => new(AttributeKind.String, Instants.Format(value));

    /// <summary>An object.</summary>
    public static implicit operator AttributeValue(Attributes value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(AttributeKind.Object, value);
    }

    /// <summary>A list; also what a collection expression gives.</summary>
    public static AttributeValue ListOf(params ReadOnlySpan<AttributeValue> values) => new(AttributeKind.List, values.ToArray());

    /// <summary>Enumerates the items of a list; nothing for any other kind.</summary>
    public IEnumerator<AttributeValue> GetEnumerator() => (AsList() ?? []).GetEnumerator();

    /// <inheritdoc />
    public bool Equals(AttributeValue? other) => other is not null && Kind == other.Kind && Kind switch
    {
        AttributeKind.Null => true,
        AttributeKind.String => string.Equals((string)_reference!, (string)other._reference!, StringComparison.Ordinal),
        AttributeKind.Number or AttributeKind.Boolean => _number == other._number,
        AttributeKind.List => ((AttributeValue[])_reference!).AsSpan().SequenceEqual((AttributeValue[])other._reference!),
        _ => ((Attributes)_reference!).Equals((Attributes)other._reference!),
    };

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    /// <inheritdoc />
    public override int GetHashCode() => Kind switch
    {
        AttributeKind.String => string.GetHashCode((string)_reference!, StringComparison.Ordinal),
        AttributeKind.List => ((AttributeValue[])_reference!).Length,
        AttributeKind.Object => ((Attributes)_reference!).Count,
        _ => HashCode.Combine(Kind, _number),
    };

    /// <summary>The value as canonical JSON: keys sorted ordinally, numbers without trailing zeros. For people, and for ties.</summary>
    public override string ToString() => AttributeJson.ToCanonicalString(this);

    internal static AttributeValue OfList(AttributeValue[] values) => new(AttributeKind.List, values);
}
