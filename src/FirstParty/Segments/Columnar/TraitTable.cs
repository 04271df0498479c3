using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Columnar;

/// <summary>One trait of many people: each different value once, and for each row the number of its value.</summary>
internal sealed class TraitTable
{
    private TraitTable(AttributeValue?[] values, int[] codes, TraitValue?[] traits) => (Values, Codes, Traits) = (values, codes, traits);

    /// <summary>The different values; the first is null and stands for a missing one.</summary>
    public AttributeValue?[] Values { get; }

    /// <summary>For each row the index of its value; padded with 0 to whole words.</summary>
    public int[] Codes { get; }

    /// <summary>For each row the trait, for its provenance.</summary>
    public TraitValue?[] Traits { get; }

    /// <summary>For each row the number in ten-thousandths, padded; least of all where there is none. Null when a number is not exact so.</summary>
    public long[]? Units => field ??= UnitsOf();

    /// <summary>For each row the instant in UTC ticks, padded; −1 where there is none.</summary>
    public long[] Instants => field ??= PerRow(value => value is not null && value.TryGetInstant(out var instant) ? instant.UtcTicks : -1);

    public static TraitTable Of(string name, IReadOnlyList<ProfileView> views)
    {
        var numbers = new Dictionary<AttributeValue, int>();
        var values = new List<AttributeValue?> { null };
        var codes = new int[RowBits.WordsOf(views.Count) * 64];
        var traits = new TraitValue?[views.Count];
        for (var row = 0; row < views.Count; row++)
        {
            if (AttributePath.Find(views[row], name, DateTimeOffset.MaxValue) is { } found)
            {
                if (!numbers.TryGetValue(found.Value, out var code))
                {
                    numbers[found.Value] = code = values.Count;
                    values.Add(found.Value);
                }

                (codes[row], traits[row]) = (code, found.Trait);
            }
        }

        return new TraitTable([.. values], codes, traits);
    }

    /// <summary>The index of a value; −1 when no row has it.</summary>
    public int CodeOf(AttributeValue value) => Array.FindIndex(Values, 1, value.Equals);

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
