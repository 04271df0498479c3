using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>One value of a definition's JSON with its place, so that every error can say where it is.</summary>
internal sealed class RuleNode
{
    // A rule of the allowed depth, with the objects of its deepest leaf.
    private const int MaxDepth = (3 * RuleLimits.MaxDepth) + 16;

    private readonly RuleNode? _parent;
    private readonly string _step;
    private readonly Origin _origin;
    private readonly long _offset;
    private readonly List<RuleNode> _children = [];

    private RuleNode(JsonValueKind kind, AttributeValue? scalar, RuleNode? parent, string step, Origin origin, long offset) =>
        (Kind, Scalar, _parent, _step, _origin, _offset) = (kind, scalar, parent, step, origin, offset);

    public JsonValueKind Kind { get; }

    /// <summary>The value of a string, number or truth value; null for any other kind.</summary>
    public AttributeValue? Scalar { get; }

    /// <summary>The items of an array, or the member values of an object.</summary>
    public IReadOnlyList<RuleNode> Items => _children;

    /// <summary>The key that this value stands under.</summary>
    public string Key => _step;

    /// <summary>Where this value stands, as a JSON path.</summary>
    public string Path => _parent is null ? "$" : _parent.Kind == JsonValueKind.Array ? $"{_parent.Path}[{_step}]" : $"{_parent.Path}.{_step}";

    public static RuleNode Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > RuleLimits.MaxDocumentBytes)
        {
            throw new SegmentFormatException($"A document has at most {RuleLimits.MaxDocumentBytes} bytes.");
        }

        var origin = new Origin(utf8.ToArray());
        var reader = new Utf8JsonReader(origin.Text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var root = Read(ref reader, null, string.Empty, origin);
            return reader.Read() ? throw root.Error("There is text after the definition.") : root;
        }
        catch (JsonException error)
        {
            var problem = reader.CurrentDepth >= MaxDepth ? "The rule is nested too deep." : "Not well-formed JSON.";
            throw new SegmentFormatException(problem, "$", (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, error);
        }
    }

    public RuleNode? Find(string key) => Kind == JsonValueKind.Object ? _children.Find(child => child.Key == key) : null;

    public SegmentFormatException Error(string problem, Exception? inner = null)
    {
        var before = _origin.Text.AsSpan(0, (int)_offset);
        return new SegmentFormatException(problem, Path, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'), inner);
    }

    private static RuleNode Read(ref Utf8JsonReader reader, RuleNode? parent, string step, Origin origin)
    {
        var start = reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var array = new RuleNode(JsonValueKind.Array, null, parent, step, origin, start);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array._children.Add(Read(ref reader, array, $"{array._children.Count}", origin));
                }

                return array;
            case JsonTokenType.StartObject:
                var node = new RuleNode(JsonValueKind.Object, null, parent, step, origin, start);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    node.Add(ref reader);
                }

                return node;
            default:
                return new RuleNode(KindOf(reader.TokenType), ReadScalar(ref reader, parent), parent, step, origin, start);
        }
    }

    private static AttributeValue? ReadScalar(ref Utf8JsonReader reader, RuleNode? parent)
    {
        try
        {
            var value = AttributeJson.Read(ref reader);
            return value.IsNull ? null : value;
        }
        catch (JsonException) when (parent is not null)
        {
            throw parent.Error("A number is out of range, or a text holds NUL or a lone surrogate.");
        }
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    private void Add(ref Utf8JsonReader reader)
    {
        string key;
        try
        {
            key = reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw Error("A key holds a lone surrogate.", error);
        }

        reader.Read();
        var child = Read(ref reader, this, key, _origin);
        _children.Add(Find(key) is null ? child : throw child.Error("The same key stands here twice."));
    }

    private sealed record Origin(byte[] Text);
}
