using System.Net;
using System.Text;
using FirstParty.Events;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Sql;

/// <summary>One value as the columns that statements test: what SQL cannot read out of a value is read out of it here, once.</summary>
internal static class ValueRow
{
    public const int Text = 1;
    public const int Number = 2;
    public const int Boolean = 3;
    public const int List = 4;
    public const int Object = 5;

    /// <summary>The columns that follow owner and slot.</summary>
    public static void Write(List<SegmentSqlValue> row, AttributeValue value)
    {
        var text = value.AsString();
        row.Add(KindOf(value));
        row.Add(value.AsNumber() is { } number && FixedNumber.TryFrom(number, out var units) ? units : (long?)null);
        row.Add(Key(value));
        row.Add(text is null ? null : Bytes(text));
        row.Add(text is null ? null : Bytes(Fold(text)));
        row.Add(value.TryGetInstant(out var instant) ? instant.UtcTicks : (long?)null);
        row.Add(value.AsList()?.Count ?? text?.Length ?? value.AsObject()?.Count);
        row.Add(text is not null && SemverVersion.TryParse(text, out var version) ? version.SortKey() : null);
        row.Add(text is not null && IPAddress.TryParse(text, out var address) ? Address(address) : null);
    }

    /// <summary>The same bytes for equal values, different bytes for others: canonical JSON.</summary>
    public static byte[] Key(AttributeValue value) => Bytes(value.ToString());

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The same text for texts that are equal but for case, as <see cref="StringComparison.OrdinalIgnoreCase"/> has it.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        Span<char> before = stackalloc char[2];
        Span<char> after = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            var upper = Rune.ToUpperInvariant(rune);
            var one = before[..rune.EncodeToUtf16(before)];
            var other = after[..upper.EncodeToUtf16(after)];
            folded.Append(MemoryExtensions.Equals(one, other, StringComparison.OrdinalIgnoreCase) ? other : one);
        }

        return folded.ToString();
    }

    /// <summary>Whether text is well-formed, so that its bytes in UTF-8 say the same as its characters.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }

    /// <summary>Addresses of a family together, each family in the order of its networks.</summary>
    public static byte[] Address(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return [(byte)bytes.Length, .. bytes];
    }

    private static long KindOf(AttributeValue value) => value.Kind switch
    {
        AttributeKind.String => Text,
        AttributeKind.Number => Number,
        AttributeKind.Boolean => Boolean,
        AttributeKind.List => List,
        _ => Object,
    };
}
