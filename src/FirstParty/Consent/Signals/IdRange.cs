namespace FirstParty.Consent.Signals;

/// <summary>Ids from one to another, both included.</summary>
/// <param name="Start">The first id, from 1.</param>
/// <param name="End">The last id, not below the first, at most 65,535.</param>
public readonly record struct IdRange(int Start, int End)
{
    /// <summary>True when the id lies between the ends.</summary>
    public bool Contains(int id) => id >= Start && id <= End;

    internal static IdRange Read(ref BitReader reader)
    {
        var isRange = reader.ReadFlag();
        var start = reader.ReadInt(16);
        var end = isRange ? reader.ReadInt(16) : start;
        if (start == 0)
        {
            reader.Fail(SignalError.VendorIdZero);
        }
        else if (end < start)
        {
            reader.Fail(SignalError.RangeEndBeforeStart);
        }

        return new IdRange(start, end);
    }
}
