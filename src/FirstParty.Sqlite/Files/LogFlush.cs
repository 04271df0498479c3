using FirstParty.Sqlite.Native;
using Microsoft.Win32.SafeHandles;

namespace FirstParty.Sqlite.Files;

/// <summary>Brings the write-ahead log to the disk after a commit that did not wait for it itself.</summary>
internal sealed class LogFlush(string path) : IDisposable
{
    private SafeFileHandle? _file;

    /// <summary>How often the log was brought to the disk.</summary>
    public long Runs { get; private set; }

    public void Run()
    {
        try
        {
            _file ??= File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(_file);
            Runs++;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault.Of(exception);
        }
    }

    public void Dispose() => _file?.Dispose();
}
