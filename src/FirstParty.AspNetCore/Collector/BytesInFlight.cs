namespace FirstParty.AspNetCore.Collector;

/// <summary>Counts the bytes of bodies that are in memory, so that a flood is turned away before it fills it. Thread-safe.</summary>
internal sealed class BytesInFlight(long limit)
{
    private long _held;

    /// <summary>How many bytes are held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Takes room; false, and nothing taken, when there is none.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _held, -bytes);
}
