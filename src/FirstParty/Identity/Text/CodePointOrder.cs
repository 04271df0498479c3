namespace FirstParty.Identity.Text;

/// <summary>
/// Compares texts code point by code point, as databases and other languages do: .NET's ordinal order would put what lies beyond the first 65,536 code
/// points, such as emoji, before the last of those.
/// </summary>
internal static class CodePointOrder
{
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    // Half of a pair stands for something that no single char can say.
    private static int Rank(char half) => char.IsSurrogate(half) ? half + char.MaxValue : half;
}
