using System.Globalization;
using FirstParty.Sqlite.Native;
using FirstParty.Storage;

namespace FirstParty.Sqlite.Schema;

/// <summary>
/// Brings a file's tables up to this version: the numbered scripts beside this class, forward only, all that are missing in one transaction.
/// </summary>
internal static class Migrations
{
    /// <summary>"FPcd" in the file's header: this is FirstParty's file.</summary>
    /// <seealso href="https://www.sqlite.org/pragma.html#pragma_application_id">PRAGMA application_id</seealso>
    public const int ApplicationId = 0x46506364;

    /// <summary>The version that this library writes: the number of its last script.</summary>
    public const int Current = 3;

    /// <exception cref="StorageException">The file belongs to another program, or to a newer version.</exception>
    public static void Run(Database database)
    {
        database.Begin(write: true);
        try
        {
            var version = (int)Number(database.Ask("PRAGMA user_version"));
            Refuse(database, version);
            for (var next = version + 1; next <= Current; next++)
            {
                database.Execute(Script(next));
            }

            if (version < Current)
            {
                database.Execute(string.Create(
                    CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Current}"));
            }

            database.Commit();
        }
        finally
        {
            database.Rollback();
        }
    }

    private static void Refuse(Database database, int version)
    {
        var application = Number(database.Ask("PRAGMA application_id"));
        var tables = Number(database.Ask("SELECT count(*) FROM sqlite_schema"));
        if (application != ApplicationId && (application != 0 || version != 0 || tables != 0))
        {
            throw new StorageException(
                StorageError.Unavailable, "The file is a SQLite database of another program. Name another file.");
        }

        if (version > Current)
        {
            throw new StorageException(
                StorageError.NewerVersion,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database was written by a newer version of FirstParty (its tables are of version {version}, this library knows {Current}). Update the library."));
        }
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    private static string Script(int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{version:D4}.sql");
        using var stream = typeof(Migrations).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
