using System.Buffers.Binary;
using FirstParty.Sqlite.Native;
using Microsoft.Win32.SafeHandles;

namespace FirstParty.Sqlite.Files;

/// <summary>
/// Which pages have changed since the file was last scrubbed, read from the headers of the write-ahead log's frames. To be asked before every
/// checkpoint, since a checkpointed log is written over. All pages count as changed until the first scrubbing of this process.
/// </summary>
/// <seealso href="https://www.sqlite.org/fileformat2.html#the_write_ahead_log">SQLite file format: the write-ahead log</seealso>
internal sealed class ChangedPages(string logPath) : IDisposable
{
    private const int LogHeaderSize = 32;
    private const int FrameHeaderSize = 24;

    private readonly PageSet _pages = new();
    private SafeFileHandle? _log;
    private ulong _salt;
    private long _read;
    private bool _all = true;

    /// <summary>The changed pages, or null for all.</summary>
    public PageSet? Pages => _all ? null : _pages;

    /// <summary>Notes the pages of the frames that were committed since the last time.</summary>
    public void Note()
    {
        if (_all)
        {
            return;
        }

        try
        {
            _log ??= File.OpenHandle(logPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            ReadFrames(_log);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _all = true;
            throw Fault.Of(exception);
        }
    }

    /// <summary>A commit failed, and what it left in the log is not known.</summary>
    public void Lose() => _all = true;

    /// <summary>The file has been scrubbed, and the log is empty.</summary>
    public void Clear()
    {
        _pages.Clear();
        _all = false;
        _read = 0;
    }

    public void Dispose() => _log?.Dispose();

    private void ReadFrames(SafeFileHandle log)
    {
        Span<byte> header = stackalloc byte[LogHeaderSize];
        if (RandomAccess.Read(log, header, 0) < LogHeaderSize)
        {
            return;
        }

        var pageSize = BinaryPrimitives.ReadInt32BigEndian(header[8..]);
        var salt = BinaryPrimitives.ReadUInt64BigEndian(header[16..]);
        if (salt != _salt)
        {
            (_salt, _read) = (salt, 0); // Written anew from its beginning; what was there before had been noted.
        }

        for (var at = _read; ; at++)
        {
            var frame = header[..FrameHeaderSize];
            if (RandomAccess.Read(log, frame, LogHeaderSize + (at * (FrameHeaderSize + pageSize))) < FrameHeaderSize
                || BinaryPrimitives.ReadUInt64BigEndian(frame[8..]) != salt)
            {
                return;
            }

            _pages.Add(BinaryPrimitives.ReadUInt32BigEndian(frame));
            if (BinaryPrimitives.ReadUInt32BigEndian(frame[4..]) != 0)
            {
                _read = at + 1; // The last of a commit. Frames after the last commit were undone and will be written over: read again.
            }
        }
    }
}
