using FirstParty.Sqlite.Files;
using FirstParty.Sqlite.Native;
using FirstParty.Storage;
using SQLitePCL;

namespace FirstParty.Sqlite;

/// <summary>What an operator asks of a running database.</summary>
internal static class Maintenance
{
    private const int PagesAStep = 1000;

    public static async ValueTask<IReadOnlyList<string>> CheckAsync(Connections connections, CancellationToken cancellationToken)
    {
        var reader = connections.LendReader();
        try
        {
            return await Task.Run(() => Check(reader.Database), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            connections.ReturnReader(reader);
        }
    }

    public static async ValueTask BackupAsync(
        Connections connections, StoreFiles files, string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var target = Path.GetFullPath(path);
        if (files.All.Contains(target, StringComparer.Ordinal))
        {
            throw new ArgumentException("The copy needs a file of its own.", nameof(path));
        }

        var part = target + ".part";
        var reader = connections.LendReader();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Delete(part);
            await Task.Run(() => Copy(reader.Database, part, cancellationToken), cancellationToken).ConfigureAwait(false);
            File.Move(part, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault.Of(exception);
        }
        finally
        {
            connections.ReturnReader(reader);
        }
    }

    private static List<string> Check(Database database)
    {
        var problems = new List<string>();
        try
        {
            for (var row = database.Prepare("PRAGMA quick_check"); row.Step();)
            {
                problems.Add(row.Text(0));
            }
        }
        catch (StorageException fault) when (fault.Error == StorageError.Corrupt)
        {
            problems.Add(fault.InnerException!.Message); // So damaged that the check itself cannot go on.
        }

        return problems is ["ok"] ? [] : problems;
    }

    private static void Copy(Database source, string path, CancellationToken cancellationToken)
    {
        using var target = Database.Open(path, readOnly: false, TimeSpan.Zero);
        source.Begin(write: false); // Stays with one state, so that a busy writer does not make the copy start over.
        try
        {
            using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
            target.Check(backup.IsInvalid ? raw.sqlite3_errcode(target.Handle) : raw.SQLITE_OK);
            int code;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                code = raw.sqlite3_backup_step(backup, PagesAStep);
            }
            while (code == raw.SQLITE_OK);
            if (code != raw.SQLITE_DONE)
            {
                throw Fault.Of(code, connection: null);
            }
        }
        finally
        {
            source.Rollback();
        }
    }
}
