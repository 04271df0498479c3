using System.Buffers;
using System.Text.Json;

namespace FirstParty.Events;

/// <summary>
/// Writes small JSON texts one after the other with one writer, since making one costs more than writing a few members. A thread's own; a text may be written
/// within another.
/// </summary>
/// <param name="options">How they are written.</param>
internal sealed class JsonScratch(JsonWriterOptions options)
{
    /// <summary>The largest buffer that is kept for what is written next, in bytes.</summary>
    private const int Most = 64 * 1024;

    private (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _kept;

    /// <summary>The UTF-8 of one text.</summary>
    public byte[] Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var (buffer, writer) = _kept ?? Make();
        _kept = null; // Given back only when nothing was thrown.
        write(writer, value);
        writer.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= Most)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            _kept = (buffer, writer);
        }

        return bytes;
    }

    private (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Make()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new Utf8JsonWriter(buffer, options));
    }
}
