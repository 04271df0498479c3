using System.Text.Json;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Profiles;
using FirstParty.Storage.Formats;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The profile cache of one session. Whoever writes a profile holds its component.</summary>
internal sealed class PostgreSqlProfileStore(Database database, ComponentLocks locks) : ProfileStore
{
    private const string ReadSql = "SELECT id, first_seen, traits FROM firstparty.profiles WHERE id = ANY($1)";
    private const string ListSql = "SELECT id, first_seen, traits FROM firstparty.profiles WHERE id > $2 ORDER BY id LIMIT $1";
    private const string ListFirstSql = "SELECT id, first_seen, traits FROM firstparty.profiles ORDER BY id LIMIT $1";
    private const string RemoveSql = "DELETE FROM firstparty.profiles WHERE id = ANY($1)";

    private static readonly Insertion<StoredProfile> Profiles = new Insertion<StoredProfile>(
        "firstparty.profiles", "ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen, traits = excluded.traits")
        .Uuid("id", profile => profile.Id.Value)
        .Instant("first_seen", profile => profile.FirstSeen)
        .Bytes("traits", profile => TraitFormat.Write(profile.Traits));

    public override async ValueTask<IReadOnlyList<StoredProfile>> ReadAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        var found = new List<StoredProfile>(profiles.Count);
        await database.RunAsync(
            database.Sql(ReadSql).Add(profiles.Select(id => id.Value).Distinct()).Each(row => found.Add(Read(row))), cancellationToken)
            .ConfigureAwait(false);
        return found;
    }

    public override ValueTask SaveAsync(
        IReadOnlyCollection<StoredProfile> changed, IReadOnlyCollection<ProfileId> removed, CancellationToken cancellationToken)
    {
        var statements = new List<Statement>();
        if (removed.Count > 0)
        {
            statements.Add(database.Sql(RemoveSql).Add(removed.Select(id => id.Value)));
        }

        StoredProfile[] last = [.. changed.Reverse().DistinctBy(profile => profile.Id).OrderBy(profile => profile.Id)];
        locks.Changes([.. last.Select(profile => profile.Id), .. removed]);
        database.Defer([.. statements, .. Profiles.Of(database, last)]);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<StoredProfile>> ListAsync(ProfileId? after, int count, CancellationToken cancellationToken)
    {
        var found = new List<StoredProfile>();
        var list = database.Sql(after is null ? ListFirstSql : ListSql).Add(count);
        if (after is { } last)
        {
            list.Add(last.Value);
        }

        await database.RunAsync(list.Each(row => found.Add(Read(row))), cancellationToken).ConfigureAwait(false);
        return found;
    }

    public override async ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        var count = 0L;
        await database.RunAsync(
            database.Sql("SELECT count(*) FROM firstparty.profiles").Each(row => count = row.GetInt64(0)), cancellationToken).ConfigureAwait(false);
        return count;
    }

    public override ValueTask ClearAsync(CancellationToken cancellationToken) =>
        database.RunAsync(database.Sql("DELETE FROM firstparty.profiles"), cancellationToken);

    private static StoredProfile Read(NpgsqlDataReader row)
    {
        try
        {
            return new StoredProfile { Id = row.Profile(0), FirstSeen = row.Instant(1), Traits = TraitFormat.Read(row.Bytes(2)) };
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }
}
