namespace FirstParty.AspNetCore.Collector;

/// <summary>Counts the bodies that are in memory, so that a flood is turned away before it fills it. Thread-safe.</summary>
internal sealed class BytesInFlight(long limit)
{
    private long _held;

    /// <summary>Takes room for a body, to be given back with <see cref="Release"/>; false when there is none.</summary>
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
