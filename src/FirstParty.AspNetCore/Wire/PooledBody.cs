using System.Buffers;
using FirstParty.AspNetCore.Collector;

namespace FirstParty.AspNetCore.Wire;

/// <summary>
/// A body as it comes in: held in a pooled buffer that grows with what has come, never with what was announced, and counted while it is held. One
/// thread at a time.
/// </summary>
internal sealed class PooledBody(int limit, BytesInFlight inFlight) : IDisposable
{
    private const int FirstBuffer = 4 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private long _counted;

    /// <summary>Takes the next bytes; the refusal when there are too many of them, in this body or in memory altogether.</summary>
    public RequestRefusal? Append(ReadOnlySequence<byte> bytes)
    {
        if (_length + bytes.Length > limit)
        {
            return RequestRefusal.TooLarge($"A body has at most {limit} bytes.");
        }

        var length = _length + (int)bytes.Length;
        if (length > _buffer.Length && !TryGrow(length))
        {
            return RequestRefusal.Saturated();
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = length;
        return null;
    }

    /// <summary>An array of the body's own, which nobody changes any more: events keep slices of it.</summary>
    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    /// <summary>Gives the buffer back. What is counted stays so until <see cref="Dispose"/>, for the array of <see cref="ToArray"/>.</summary>
    public void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
    }

    public void Dispose()
    {
        ReturnBuffer();
        inFlight.Release(_counted);
        _counted = 0;
    }

    private bool TryGrow(int length)
    {
        var wanted = (int)Math.Min(Math.Max(Math.Max(length, FirstBuffer), 2L * _buffer.Length), Math.Max(limit, FirstBuffer));
        if (!inFlight.TryTake(wanted - _counted))
        {
            return false;
        }

        _counted = wanted;
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ReturnBuffer();
        _buffer = larger;
        return true;
    }
}
