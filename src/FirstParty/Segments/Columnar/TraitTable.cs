using System.Collections.Concurrent;
using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Columnar;

/// <summary>One trait of many people: each different value once, and for each row the number of its value.</summary>
internal sealed class TraitTable
{
    private readonly ConcurrentDictionary<object, (byte[] PerValue, int[] Yes)> _answers = new(ReferenceEqualityComparer.Instance);
    private readonly Lazy<long[]?> _units;

    private TraitTable(AttributeValue?[] values, int[] codes)
    {
        (Values, Codes) = (values, codes);
        _units = new(UnitsOf);
    }

    /// <summary>The different values; the first is null and stands for a missing one.</summary>
    public AttributeValue?[] Values { get; }

    /// <summary>For each row the index of its value; padded with 0 to whole words.</summary>
    public int[] Codes { get; }

    /// <summary>For each row the number in ten-thousandths, padded; least of all where there is none. Null when a number is not exact so.</summary>
    public long[]? Units => _units.Value;

    /// <summary>For each row the instant in UTC ticks, padded; −1 where there is none.</summary>
    public long[] Instants => field ??= PerRow(value => value is not null && value.TryGetInstant(out var instant) ? instant.UtcTicks : -1);

    public static TraitTable Of(string name, IReadOnlyList<ProfileView> views)
    {
        var numbers = new Dictionary<AttributeValue, int>();
        var codes = new int[RowBits.WordsOf(views.Count) * 64];
        for (var row = 0; row < views.Count; row++)
        {
            if (AttributePath.Find(views[row], name, DateTimeOffset.MaxValue) is { } found)
            {
                if (!numbers.TryGetValue(found.Value, out codes[row]))
                {
                    numbers[found.Value] = codes[row] = numbers.Count + 1;
                }
            }
        }

        return new TraitTable([null, .. numbers.Keys], codes);
    }

    /// <summary>What a test says of each different value, and the values it says yes to.</summary>
    public (byte[] PerValue, int[] Yes) Answers(object asker, Predicate<AttributeValue?> test) => _answers.GetOrAdd(asker, _ =>
    {
        var perValue = Array.ConvertAll(Values, value => test(value) ? (byte)1 : (byte)0);
        return (perValue, [.. Enumerable.Range(0, perValue.Length).Where(code => perValue[code] == 1)]);
    });

    private long[]? UnitsOf() =>
        Array.Exists(Values, value => value?.AsNumber() is { } number && !FixedNumber.TryFrom(number, out _))
            ? null
            : PerRow(value => value?.AsNumber() is { } number && FixedNumber.TryFrom(number, out var units) ? units : long.MinValue);

    private long[] PerRow(Func<AttributeValue?, long> read)
    {
        var perValue = Array.ConvertAll(Values, value => read(value));
        return Array.ConvertAll(Codes, code => perValue[code]);
    }
}
