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

    /// <summary>Reads traits person by person: what costs is fetching each person's. With them goes the time of the newest of each person.</summary>
    public static (TraitTable[] Tables, long[] Newest) Of(IReadOnlyList<TraitPlan> traits, IReadOnlyList<ProfileView> views)
    {
        var numbers = traits.Select(_ => new Dictionary<AttributeValue, int>()).ToArray();
        var codes = traits.Select(_ => new int[RowBits.WordsOf(views.Count) * 64]).ToArray();
        var newest = new long[views.Count];
        for (var row = 0; row < views.Count; row++)
        {
            for (var trait = 0; trait < codes.Length; trait++)
            {
                if (AttributePath.Find(views[row], traits[trait].Name, DateTimeOffset.MaxValue) is { } found)
                {
                    newest[row] = Math.Max(newest[row], found.Trait.OccurredAt.UtcTicks);
                    if (!numbers[trait].TryGetValue(found.Value, out codes[trait][row]))
                    {
                        numbers[trait][found.Value] = codes[trait][row] = numbers[trait].Count + 1;
                    }
                }
            }
        }

        return ([.. codes.Select((column, trait) => new TraitTable([null, .. numbers[trait].Keys], column))], newest);
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
