using System.Reflection;
using System.Text;

namespace FirstParty.Tests.Storage;

/// <summary>Walks everything that an object holds, private fields included, and gives each text and each run of bytes: the tables of a store in memory.</summary>
internal static class ObjectSearch
{
    private static readonly Dictionary<Type, FieldInfo[]> Fields = [];

    public static IEnumerable<(string Place, ReadOnlyMemory<byte> Value)> Walk(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(string Place, object Value)>();
        open.Push((root.GetType().Name, root));
        while (open.TryPop(out var next))
        {
            switch (next.Value)
            {
                case string text:
                    yield return (next.Place, Encoding.UTF8.GetBytes(text));
                    continue;
                case byte[] bytes:
                    yield return (next.Place, bytes);
                    continue;
                case Array { Rank: 1 } array when !array.GetType().GetElementType()!.IsPrimitive:
                    foreach (var item in array)
                    {
                        Push(next.Place, item);
                    }

                    continue;
                default:
                    foreach (var field in FieldsOf(next.Value.GetType()))
                    {
                        Push(field.Name.Length > 0 && char.IsLetter(field.Name[^1]) ? field.Name : next.Place, field.GetValue(next.Value));
                    }

                    continue;
            }
        }

        void Push(string place, object? value)
        {
            if (value is not null and not Delegate and not Type and not Pointer && !value.GetType().IsPrimitive
                && (value.GetType().IsValueType || seen.Add(value)))
            {
                open.Push((place, value));
            }
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        lock (Fields)
        {
            if (!Fields.TryGetValue(type, out var fields))
            {
                fields = [.. Parents(type).SelectMany(parent => parent.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))];
                Fields[type] = fields;
            }

            return fields;
        }
    }

    private static IEnumerable<Type> Parents(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
        {
            yield return type;
        }
    }
}
