using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace FirstParty.Segments.Evaluation;

/// <summary>A semantic version, ordered by precedence; build metadata is dropped. Missing minor and patch are 0: <c>2.1</c> is <c>2.1.0</c>.</summary>
internal sealed class SemverVersion : IComparable<SemverVersion>
{
    private const int MaxLength = 256;

    private readonly string[] _prerelease;

    public SemverVersion(ulong major, ulong minor, ulong patch, string[] prerelease) =>
        (Major, Minor, Patch, _prerelease) = (major, minor, patch, prerelease);

    public ulong Major { get; }

    public ulong Minor { get; }

    public ulong Patch { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out SemverVersion? version)
    {
        version = null;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        var build = text.IndexOf('+', StringComparison.Ordinal);
        var core = build < 0 ? text : text[..build];
        var dash = core.IndexOf('-', StringComparison.Ordinal);
        var prerelease = dash < 0 ? [] : core[(dash + 1)..].Split('.');
        var numbers = (dash < 0 ? core : core[..dash]).Split('.');
        Span<ulong> parsed = stackalloc ulong[3];
        parsed.Clear();
        if (numbers.Length > 3 || !Array.TrueForAll(prerelease, IsIdentifier))
        {
            return false;
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            if (!TryNumber(numbers[i], out parsed[i]))
            {
                return false;
            }
        }

        version = new SemverVersion(parsed[0], parsed[1], parsed[2], prerelease);
        return true;
    }

    public int CompareTo(SemverVersion? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var core = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (core != 0 || (_prerelease.Length == 0 && other._prerelease.Length == 0))
        {
            return core;
        }

        return _prerelease.Length == 0 || other._prerelease.Length == 0
            ? other._prerelease.Length.CompareTo(_prerelease.Length)
            : ComparePrerelease(_prerelease, other._prerelease);
    }

    /// <summary>Bytes that are ordered as the versions are: 0xFF ends a release, identifiers of a pre-release follow one another tagged by kind.</summary>
    public byte[] SortKey()
    {
        var key = new List<byte>();
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        foreach (var number in (ReadOnlySpan<ulong>)[Major, Minor, Patch])
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
            key.AddRange(bytes);
        }

        foreach (var identifier in _prerelease)
        {
            var isNumeric = IsNumeric(identifier);
            var text = isNumeric ? identifier.TrimStart('0') : identifier;
            key.AddRange(isNumeric ? [1, (byte)(text.Length >> 8), (byte)text.Length] : [2]);
            key.AddRange(Encoding.ASCII.GetBytes(text));
            key.Add(0);
        }

        key.Add(_prerelease.Length == 0 ? (byte)0xFF : (byte)0);
        return [.. key];
    }

    internal static bool TryNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < uint.MaxValue;

    private static int ComparePrerelease(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var (a, b) = (IsNumeric(left[i]), IsNumeric(right[i]));
            var compared = (a, b) switch
            {
                (true, true) => Number(left[i]).CompareTo(Number(right[i])),
                (false, false) => string.CompareOrdinal(left[i], right[i]),
                _ => a ? -1 : 1,
            };
            if (compared != 0)
            {
                return compared;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static bool IsIdentifier(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsNumeric(string text) => text.All(char.IsAsciiDigit);

    private static BigInteger Number(string text) => BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
