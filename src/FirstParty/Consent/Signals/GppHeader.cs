namespace FirstParty.Consent.Signals;

/// <summary>The header of a GPP string: type, version, and the section numbers as Fibonacci-coded steps.</summary>
internal static class GppHeader
{
    private const int HeaderType = 3;
    private const int MaxSectionId = 4_095;

    public static List<int> Read(ref BitReader reader)
    {
        var (type, version) = (reader.ReadInt(6), reader.ReadInt(6));
        if (type != HeaderType)
        {
            reader.Fail(SignalError.NotGpp);
        }
        else if (version != 1)
        {
            reader.Fail(SignalError.UnsupportedGppVersion);
        }

        var ids = new List<int>();
        var last = 0;
        for (var entries = reader.ReadInt(12); entries > 0 && !reader.Failed; entries--)
        {
            var isRange = reader.ReadFlag();
            var start = last + ReadFibonacci(ref reader);
            last = isRange ? start + ReadFibonacci(ref reader) : start;
            if (last > MaxSectionId || ids.Count + (last - start) >= GppString.MaxSections)
            {
                reader.Fail(SignalError.BadSectionIds);
            }

            for (var id = start; id <= last && !reader.Failed; id++)
            {
                ids.Add(id);
            }
        }

        reader.ReadPadding();
        return ids;
    }

    /// <summary>
    /// A number from 1 as a sum of Fibonacci numbers, lowest first, ended by two ones. Values past any section number come back as one too
    /// large.
    /// </summary>
    internal static int ReadFibonacci(ref BitReader reader)
    {
        var (value, fibonacci, next, previous) = (0, 1, 2, false);
        while (!reader.Failed)
        {
            var bit = reader.ReadFlag();
            if (bit && previous)
            {
                return value;
            }

            value = bit ? Math.Min(value + fibonacci, MaxSectionId + 1) : value;
            (fibonacci, next, previous) = (next, Math.Min(fibonacci + next, MaxSectionId + 1), bit);
        }

        return 0;
    }
}
