using System.Text;
using System.Text.Json;

namespace FirstParty.Taxonomies.Schemas;

/// <summary>A schema's properties as a tree, so that a reader walks properties and schema in step.</summary>
internal sealed class SchemaNode(string path)
{
    private readonly List<(byte[] Name, SchemaNode Node)> _members = [];

    /// <summary>The path as the schema writes it.</summary>
    public string Path => path;

    /// <summary>What the schema says about the value itself, or null when it only says something about what is inside.</summary>
    public PropertySchema? Property { get; private set; }

    /// <summary>What the schema says about the items of a list, or null.</summary>
    public SchemaNode? Items { get; private set; }

    /// <summary>How many members of an object the schema names.</summary>
    public int Count => _members.Count;

    /// <summary>The member at an index.</summary>
    public SchemaNode this[int index] => _members[index].Node;

    /// <summary>The tree of a schema's properties.</summary>
    public static SchemaNode TreeOf(IEnumerable<PropertySchema> properties)
    {
        var root = new SchemaNode("");
        foreach (var property in properties)
        {
            var node = root;
            foreach (var step in property.Steps)
            {
                node = step == "[]" ? node.Items ??= new SchemaNode(node.Path + step) : node.MemberOrNew(step);
            }

            node.Property = property;
        }

        return root;
    }

    /// <summary>The index of the member that the reader's property name is, or -1.</summary>
    public int IndexOf(ref Utf8JsonReader name)
    {
        for (var index = 0; index < _members.Count; index++)
        {
            if (name.ValueTextEquals(_members[index].Name))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The rule that the value under the reader breaks by itself, whatever is inside it; null when it breaks none.</summary>
    public SchemaRule? Judge(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return Property is { Required: true } ? SchemaRule.Required : null;
        }

        var isList = reader.TokenType == JsonTokenType.StartArray;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if ((Items is not null && !isList) || (Count > 0 && !isObject))
        {
            return SchemaRule.Type;
        }

        return Property is null ? null : Judge(ref reader, Property);
    }

    private static SchemaRule? Judge(ref Utf8JsonReader reader, PropertySchema property)
    {
        var fits = property.Type switch
        {
            AttributeValueType.String => reader.TokenType == JsonTokenType.String,
            AttributeValueType.Number => reader.TokenType == JsonTokenType.Number,
            AttributeValueType.Boolean => reader.TokenType is JsonTokenType.True or JsonTokenType.False,
            AttributeValueType.Instant => reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out _),
            AttributeValueType.List => reader.TokenType == JsonTokenType.StartArray,
            AttributeValueType.Object => reader.TokenType == JsonTokenType.StartObject,
            _ => true,
        };
        if (!fits)
        {
            return SchemaRule.Type;
        }

        if (!property.OneOf.IsEmpty)
        {
            return IsOneOf(ref reader, property) ? null : SchemaRule.OneOf;
        }

        return property.Minimum is null && property.Maximum is null ? null : JudgeBounds(ref reader, property);
    }

    private static SchemaRule? JudgeBounds(ref Utf8JsonReader reader, PropertySchema property)
    {
        if (!reader.TryGetDecimal(out var number))
        {
            // Beyond the range of decimal: on the far side of whichever bound its sign points at.
            return reader.ValueSpan[0] == (byte)'-' ? SchemaRule.Minimum : SchemaRule.Maximum;
        }

        if (number < property.Minimum)
        {
            return SchemaRule.Minimum;
        }

        return number > property.Maximum ? SchemaRule.Maximum : null;
    }

    private static bool IsOneOf(ref Utf8JsonReader reader, PropertySchema property)
    {
        foreach (var allowed in property.OneOf)
        {
            if (reader.ValueTextEquals(allowed))
            {
                return true;
            }
        }

        return false;
    }

    private SchemaNode MemberOrNew(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        foreach (var (known, node) in _members)
        {
            if (known.AsSpan().SequenceEqual(utf8))
            {
                return node;
            }
        }

        var made = new SchemaNode(path.Length == 0 ? name : $"{path}.{name}");
        _members.Add((utf8, made));
        return made;
    }
}
