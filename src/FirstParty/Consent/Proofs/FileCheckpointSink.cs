using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// Keeps each checkpoint as a text file of its own, flushed to disk and never overwritten. Put the directory on another machine, or under
/// version control. Safe for concurrent use.
/// </summary>
public sealed class FileCheckpointSink : CheckpointSink
{
    private readonly string _directory;

    /// <summary>A sink in a directory, which is made when the first checkpoint comes.</summary>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or blank.</exception>
    public FileCheckpointSink(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _directory = Path.GetFullPath(directory);
    }

    /// <inheritdoc />
    /// <exception cref="CheckpointConflictException">A checkpoint of this size with another root is already kept.</exception>
    public override async ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Directory.CreateDirectory(_directory);
        var (origin, size, _) = checkpoint.Checkpoint;
        var path = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix(origin)}{size:D20}.txt"));
        var staged = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.tmp";
        await WriteDurablyAsync(staged, checkpoint.ToString(), cancellationToken).ConfigureAwait(false);
        try
        {
            File.Move(staged, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(staged);
            var kept = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
            if (kept.Checkpoint != checkpoint.Checkpoint)
            {
                throw new CheckpointConflictException(CheckpointRelation.Rewritten, kept.Checkpoint, checkpoint.Checkpoint);
            }
        }
    }

    /// <inheritdoc />
    /// <exception cref="CheckpointFormatException">The latest file is not a signed checkpoint of this log.</exception>
    public override async ValueTask<SignedCheckpoint?> ReadLatestAsync(string origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (!Directory.Exists(_directory))
        {
            return null;
        }

        var latest = Directory.EnumerateFiles(_directory, $"{Prefix(origin)}*.txt").Max(StringComparer.Ordinal);
        if (latest is null)
        {
            return null;
        }

        var checkpoint = await ReadAsync(latest, cancellationToken).ConfigureAwait(false);
        return checkpoint.Checkpoint.Origin == origin
            ? checkpoint
            : throw new CheckpointFormatException(1, "The kept checkpoint is of another log.");
    }

    private static async ValueTask WriteDurablyAsync(string path, string note, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(note), cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }

    private static async ValueTask<SignedCheckpoint> ReadAsync(string path, CancellationToken cancellationToken) =>
        new FileInfo(path).Length <= 4 * SignedCheckpoint.MaxNoteLength
            ? SignedCheckpoint.Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false))
            : throw new CheckpointFormatException(0, "The note is too long.");

    // The origin may hold any character; its hash is a file name everywhere.
    private static string Prefix(string origin) =>
        $"checkpoint-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))[..16]}-";
}
