using System.Text.Json;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Sqlite.Native;
using FirstParty.Storage.Formats;

namespace FirstParty.Sqlite.Tables;

/// <summary>The profile cache of one connection.</summary>
internal sealed class SqliteProfileStore(Database database) : ProfileStore
{
    private const string ReadSql = "SELECT id, first_seen, traits FROM profiles WHERE id = ?";
    private const string ListSql = "SELECT id, first_seen, traits FROM profiles WHERE id > ? ORDER BY id LIMIT ?";
    private const string RemoveSql = "DELETE FROM profiles WHERE id = ?";
    private const string SaveSql =
        "INSERT INTO profiles (id, first_seen, traits) VALUES (?, ?, ?) "
        + "ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen, traits = excluded.traits";

    public override ValueTask<IReadOnlyList<StoredProfile>> ReadAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<StoredProfile>(profiles.Count);
        foreach (var id in profiles.Distinct())
        {
            var row = database.Prepare(ReadSql).Bind(id.Value);
            if (row.Step())
            {
                found.Add(Read(row));
                row.Reset();
            }
        }

        return ValueTask.FromResult<IReadOnlyList<StoredProfile>>(found);
    }

    public override ValueTask SaveAsync(
        IReadOnlyCollection<StoredProfile> changed, IReadOnlyCollection<ProfileId> removed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var id in removed)
        {
            database.Prepare(RemoveSql).Bind(id.Value).Run();
        }

        foreach (var profile in changed)
        {
            database.Prepare(SaveSql).Bind(profile.Id.Value).Bind(profile.FirstSeen).Bind(TraitFormat.Write(profile.Traits)).Run();
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<StoredProfile>> ListAsync(
        ProfileId? after, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<StoredProfile>();
        var row = database.Prepare(ListSql);
        row = after is { } last ? row.Bind(last.Value) : row.Bind([]);
        row.Bind((long)count);
        while (row.Step())
        {
            found.Add(Read(row));
        }

        return ValueTask.FromResult<IReadOnlyList<StoredProfile>>(found);
    }

    public override ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Prepare("SELECT count(*) FROM profiles").Scalar() ?? 0);

    public override ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Prepare("DELETE FROM profiles").Run();
        return ValueTask.CompletedTask;
    }

    private static StoredProfile Read(Statement row)
    {
        try
        {
            return new StoredProfile
            {
                Id = new ProfileId(row.Uuid(0)),
                FirstSeen = row.Instant(1),
                Traits = TraitFormat.Read(row.Bytes(2)),
            };
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }
}
