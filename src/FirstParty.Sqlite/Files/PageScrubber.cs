using System.Buffers.Binary;
using FirstParty.Sqlite.Native;
using Microsoft.Win32.SafeHandles;

namespace FirstParty.Sqlite.Files;

/// <summary>
/// Wipes what <c>secure_delete</c> leaves behind. SQLite zeroes the rows it deletes, but when it moves rows between pages to balance a tree, old
/// copies can stay in the unused space between a page's cell pointers and its first cell, and outlive the row. That space is zeroed here, in
/// the file: it is part of no row, so neither readers nor a power cut can be hurt. The write-ahead log must be empty and stay so meanwhile.
/// </summary>
/// <remarks>
/// The handle stays open until the storage closes: on POSIX systems closing any handle of a file drops the process's locks on it, SQLite's
/// own included.
/// </remarks>
/// <seealso href="https://www.sqlite.org/fileformat2.html#b_tree_pages">SQLite file format: b-tree pages</seealso>
internal sealed class PageScrubber(string path) : IDisposable
{
    private const int FileHeaderSize = 100;
    private const int PagesARead = 256;
    private const long LockByte = 0x4000_0000;

    private SafeFileHandle? _file;

    /// <summary>Zeroes the unused space of b-tree pages and flushes the file.</summary>
    /// <param name="pages">The pages to look at; null for all.</param>
    /// <returns>How many pages held old copies.</returns>
    public int Run(PageSet? pages)
    {
        try
        {
            _file ??= File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var pageSize = ReadPageSize(_file);
            var length = RandomAccess.GetLength(_file);
            var buffer = new byte[pageSize * PagesARead];
            var wiped = 0;
            for (long first = 1; (first - 1) * pageSize < length; first += PagesARead)
            {
                if (pages is null || pages.ContainsAny(first, PagesARead))
                {
                    wiped += Run(_file, buffer, pageSize, first, pages);
                }
            }

            if (wiped > 0)
            {
                RandomAccess.FlushToDisk(_file);
            }

            return wiped;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault.Of(exception);
        }
    }

    public void Dispose() => _file?.Dispose();

    private static int Run(SafeFileHandle file, byte[] buffer, int pageSize, long first, PageSet? pages)
    {
        var start = (first - 1) * pageSize;
        var read = RandomAccess.Read(file, buffer, start);
        var wiped = 0;
        for (var at = 0; at + pageSize <= read; at += pageSize)
        {
            if (pages is null || pages.Contains(first + (at / pageSize)))
            {
                wiped += Wipe(file, buffer.AsSpan(at, pageSize), start + at) ? 1 : 0;
            }
        }

        return wiped;
    }

    private static bool Wipe(SafeFileHandle file, Span<byte> page, long offset)
    {
        if (offset <= LockByte && LockByte < offset + page.Length)
        {
            return false;
        }

        var gap = Gap(page, offset == 0 ? FileHeaderSize : 0);
        if (gap.Length == 0 || !page[gap.Start..(gap.Start + gap.Length)].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        page.Slice(gap.Start, gap.Length).Clear();
        RandomAccess.Write(file, page.Slice(gap.Start, gap.Length), offset + gap.Start);
        return true;
    }

    /// <summary>
    /// The unused space of a b-tree page; none for a page of another kind. An overflow page begins with the number of the next, whose first byte
    /// is zero in any file below 64 GB and cannot be taken for a b-tree page's kind in any below 128 GB.
    /// </summary>
    private static (int Start, int Length) Gap(ReadOnlySpan<byte> page, int header)
    {
        var headerSize = page[header] switch
        {
            0x02 or 0x05 => 12,
            0x0A or 0x0D => 8,
            _ => 0,
        };
        if (headerSize == 0)
        {
            return default;
        }

        var cells = BinaryPrimitives.ReadUInt16BigEndian(page[(header + 3)..]);
        var content = BinaryPrimitives.ReadUInt16BigEndian(page[(header + 5)..]) is var first and not 0 ? first : 65_536;
        var start = header + headerSize + (2 * cells);
        return content <= page.Length && start < content ? (start, content - start) : default;
    }

    private static int ReadPageSize(SafeFileHandle file)
    {
        Span<byte> header = stackalloc byte[FileHeaderSize];
        RandomAccess.Read(file, header, 0);
        var size = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        return size == 1 ? 65_536 : Math.Max((int)size, 512);
    }
}
