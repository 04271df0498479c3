using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace FirstParty.Events;

/// <summary>
/// Named values: the traits of a person or the properties of an event. Names are case-sensitive. What arrives as JSON is kept
/// as UTF-8 and read only when somebody asks. Mutable until it is handed to a verb, which takes a frozen copy. Reading is thread-safe
/// once nobody writes.
/// </summary>
/// <example><code>new Attributes { ["total"] = 49.90m, ["currency"] = "SEK" }</code></example>
[JsonConverter(typeof(AttributesJsonConverter))]
public sealed class Attributes : IReadOnlyDictionary<string, AttributeValue>, IEquatable<Attributes>
{
    private ReadOnlyMemory<byte> _utf8;
    private Dictionary<string, AttributeValue>? _values;
    private readonly bool _isOwn;
    private bool _frozen;

    /// <summary>No values yet.</summary>
    public Attributes() => _values = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);

    private Attributes(ReadOnlyMemory<byte> utf8, bool isOwn = false)
    {
        (_utf8, _isOwn) = (utf8, isOwn);
        _frozen = true;
    }

    private Attributes(Dictionary<string, AttributeValue> values)
    {
        _values = values;
        _frozen = true;
    }

    /// <summary>A frozen, empty set.</summary>
    public static Attributes Empty { get; } = new("{}"u8.ToArray());

    /// <inheritdoc />
    public int Count => Values.Count;

    /// <inheritdoc />
    public IEnumerable<string> Keys => Values.Keys;

    IEnumerable<AttributeValue> IReadOnlyDictionary<string, AttributeValue>.Values => Values.Values;

    private Dictionary<string, AttributeValue> Values => _values ??= AttributeJson.ReadObject(_utf8.Span);

    /// <summary>Gets or sets a value.</summary>
    /// <exception cref="KeyNotFoundException">Getting a name that is not there; ask <see cref="TryGetValue"/> or <see cref="Find"/> instead.</exception>
    /// <exception cref="InvalidOperationException">Setting a value of a frozen set.</exception>
    public AttributeValue this[string key]
    {
        get => Values[key];
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            if (_frozen)
            {
                throw new InvalidOperationException("These attributes are frozen: they belong to an event. Make new ones.");
            }

            Values[key] = value ?? AttributeValue.Null;
        }
    }

    /// <summary>Wraps a JSON object in UTF-8 without reading it. The bytes must be well-formed and must not change any more.</summary>
    /// <remarks>Hand over only what <see cref="AttributeJson.TryValidate"/> has accepted, or what this library wrote itself.</remarks>
    public static Attributes FromUtf8(ReadOnlyMemory<byte> json) => new(json);

    /// <summary>The value under a name, or null when there is none.</summary>
    public AttributeValue? Find(string key) => Values.GetValueOrDefault(key);

    /// <summary>The value under a name, or null when there is none; the others are not read, and nothing is kept for the next question.</summary>
    internal AttributeValue? FindOnce(string key) => _values is null ? AttributeJson.FindMember(_utf8.Span, key) : Find(key);

    /// <inheritdoc />
    public bool ContainsKey(string key) => Values.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out AttributeValue value) => Values.TryGetValue(key, out value);

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, AttributeValue>> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>These values as a JSON object in UTF-8: the bytes as received, or as written now.</summary>
    public ReadOnlyMemory<byte> ToUtf8() => _utf8.IsEmpty ? AttributeJson.WriteObject(Values) : _utf8;

    /// <summary>A frozen copy; itself when already frozen.</summary>
    public Attributes Freeze() => _frozen ? this : new Attributes(AttributeJson.WriteObject(Values), isOwn: true);

    /// <summary>
    /// These values, frozen, as JSON in which no name stands twice in one object or is written with escapes that it does not need: what is asked of the
    /// bytes is then true of the values. Of a name that stood twice the last value is kept, which is the one that is read.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">The bytes that were handed over are not what <see cref="FromUtf8"/> asks for.</exception>
    internal Attributes Plain() =>
        _isOwn || (_frozen && (_utf8.IsEmpty || AttributeJson.IsPlain(_utf8.Span))) ? this : new Attributes(AttributeJson.WriteObject(Values), isOwn: true);

    /// <summary>Wraps values that nobody else holds, frozen: what is nested is read once, however deep it lies.</summary>
    internal static Attributes Of(Dictionary<string, AttributeValue> values) => new(values);

    /// <summary>A frozen copy without some names; itself when it has none of them and is frozen.</summary>
    public Attributes Without(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            return Freeze();
        }

        var left = new Attributes();
        foreach (var (name, value) in this.Where(member => !names.Contains(member.Key)))
        {
            left[name] = value;
        }

        return left.Freeze();
    }

    /// <inheritdoc />
    public bool Equals(Attributes? other) =>
        other is not null && (ReferenceEquals(this, other) || (Count == other.Count
            && Values.All(pair => other.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value))));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Attributes);

    /// <inheritdoc />
    public override int GetHashCode() => Count;
}
