using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>Changed traits, over one connection.</summary>
internal sealed class SqliteTraitOutbox(Database database, NameTable names) : TraitOutbox
{
    private const string EraseSql = "DELETE FROM trait_changes WHERE profile = ?";
    private const string ForgetSql = "DELETE FROM trait_changes WHERE sequence <= ?";
    private const string RecordSql = "INSERT INTO trait_changes (profile, trait, at, fact_source, fact_key) VALUES (?, ?, ?, ?, ?)";
    private const string ReadSql =
        "SELECT sequence, profile, trait, at, fact_source, fact_key FROM trait_changes WHERE sequence > ? ORDER BY sequence LIMIT ?";

    /// <summary>Whether this session has erased something, so that its commit must leave no copy in any file.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask ApplyAsync(TraitOutboxUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var profile in update.Erased)
        {
            HasErased |= database.Prepare(EraseSql).Bind(profile.Value).Run() > 0;
        }

        if (update.ForgottenThrough > 0)
        {
            database.Prepare(ForgetSql).Bind(update.ForgottenThrough).Run();
        }

        foreach (var move in update.Moves)
        {
            Record(move);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<RecordedTraitMove>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var moves = new List<RecordedTraitMove>();
        var row = database.Prepare(ReadSql).Bind(after).Bind((long)limit);
        while (row.Step())
        {
            var fact = row.IsNull(4) ? (FactId?)null : new FactId(names.TextOf(row.Int64(4)), row.Key(5));
            moves.Add(new RecordedTraitMove(
                row.Int64(0), new TraitMove(new ProfileId(row.Uuid(1)), row.IsNull(2) ? null : row.Text(2), row.Instant(3), fact)));
        }

        return ValueTask.FromResult<IReadOnlyList<RecordedTraitMove>>(moves);
    }

    public void End() => HasErased = false;

    private void Record(TraitMove move)
    {
        var record = database.Prepare(RecordSql).Bind(move.Profile.Value);
        record = (move.Trait is { } trait ? record.Bind(trait) : record.BindNull())
            .Bind(move.At)
            .Bind(move.Fact is { } named ? names.IdOf(named.Source) : (long?)null);
        (move.Fact is { } fact ? record.Bind(fact.Key) : record.BindNull()).Run();
    }
}
