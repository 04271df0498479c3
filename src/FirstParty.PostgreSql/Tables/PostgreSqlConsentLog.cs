using FirstParty.Consent;
using FirstParty.PostgreSql.Native;
using Npgsql;
using NpgsqlTypes;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The consent log of one session. Whoever appends holds the head's row until the session ends, so sequences have no gaps.</summary>
internal sealed class PostgreSqlConsentLog(Database database) : ConsentLog
{
    private const string ReadHeadSql = "SELECT size, compact_range, checkpoint FROM firstparty.consent_head WHERE id = 1";
    private const string LockHeadSql = ReadHeadSql + " FOR UPDATE";
    private const string WriteHeadSql =
        "INSERT INTO firstparty.consent_head (id, size, compact_range, checkpoint) VALUES (1, $1, $2, $3) ON CONFLICT (id) DO UPDATE "
        + "SET size = excluded.size, compact_range = excluded.compact_range, checkpoint = excluded.checkpoint";

    private const string FindSql = "SELECT DISTINCT sequence FROM firstparty.consent_subjects WHERE subject = ANY($1)";
    private const string ReadSql = $"SELECT {ConsentRows.Columns} FROM firstparty.consent_entries WHERE sequence = ANY($1) ORDER BY sequence";
    private const string RangeSql = $"SELECT {ConsentRows.Columns} FROM firstparty.consent_entries WHERE sequence >= $2 ORDER BY sequence LIMIT $1";
    private const string FirstLookupsSql = "SELECT subject, sequence FROM firstparty.consent_subjects ORDER BY subject, sequence LIMIT $1";
    private const string NextLookupsSql =
        "SELECT subject, sequence FROM firstparty.consent_subjects WHERE (subject, sequence) > ($2, $3) ORDER BY subject, sequence LIMIT $1";

    private const string RemoveSubjectSql = "DELETE FROM firstparty.consent_subjects WHERE subject = ANY($1)";

    private readonly PostgreSqlSubjectKeyStore _keys = new(database);
    private ConsentLogHead? _head;
    private bool _written;
    private bool _erased;

    public override SubjectKeyStore Keys => _keys;

    /// <summary>Whether this session recorded an act or touched a secret, so that its commit must reach the disk.</summary>
    public bool HasWritten => _written || _keys.HasWritten;

    /// <summary>Whether this session has erased something.</summary>
    public bool HasErased => _erased || _keys.HasErased;

    public override ValueTask<ConsentLogHead> LockHeadAsync(CancellationToken cancellationToken) => HeadAsync(LockHeadSql, cancellationToken);

    public override ValueTask<ConsentLogHead> ReadHeadAsync(CancellationToken cancellationToken) =>
        _head is { } seen ? ValueTask.FromResult(seen) : HeadAsync(ReadHeadSql, cancellationToken);

    /// <summary>The statement that sees the head, which then counts until this session appends or looks again.</summary>
    public Statement Look() => database.Sql(ReadHeadSql).Each(row => See(row, 0));

    public void See(NpgsqlDataReader row, int column) => _head = Head(row, column);

    public override async ValueTask AppendAsync(
        IReadOnlyList<ConsentEntry> entries, ConsentLogHead head, CancellationToken cancellationToken)
    {
        var before = await LockHeadAsync(cancellationToken).ConfigureAwait(false);
        CheckContinues(before, entries, head);

        (_written, _head) = (true, null);
        (SubjectLookup, long)[] subjects = [.. entries.SelectMany(entry => entry.Subjects, (entry, subject) => (subject, entry.Sequence))];
        await database.RunAsync(
            [
                .. ConsentRows.Entries.Of(database, entries),
                .. ConsentRows.Subjects.Of(database, subjects),
                database.Sql(WriteHeadSql).Add(head.Size).Add(head.CompactRange.ToArray(), NpgsqlDbType.Bytea).Add(head.Checkpoint, NpgsqlDbType.Text),
            ],
            cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<ConsentEntry>> ReadAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        var sequences = new List<long>();
        await database.RunAsync(
            database.Sql(FindSql).Add(Uuids(subjects)).Each(row => sequences.Add(row.GetInt64(0))), cancellationToken).ConfigureAwait(false);
        var entries = new List<ConsentEntry>(sequences.Count);
        if (sequences.Count > 0)
        {
            await database.RunAsync(
                database.Sql(ReadSql).Add(sequences).Each(row => entries.Add(ConsentRows.Read(row))), cancellationToken).ConfigureAwait(false);
        }

        return entries;
    }

    public override async ValueTask<IReadOnlyList<ConsentEntry>> ReadRangeAsync(long first, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var entries = new List<ConsentEntry>();
        await database.RunAsync(
            database.Sql(RangeSql).Add(count).Add(first).Each(row => entries.Add(ConsentRows.Read(row))), cancellationToken).ConfigureAwait(false);
        return entries;
    }

    public override async ValueTask<IReadOnlyList<ConsentLookup>> ReadLookupsAsync(
        ConsentLookup? after, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var rows = new List<ConsentLookup>();
        var read = database.Sql(after is null ? FirstLookupsSql : NextLookupsSql).Add(count);
        if (after is { } last)
        {
            read.Add(Binary.Uuid(last.Subject.Value)).Add(last.Sequence);
        }

        await database.RunAsync(
            read.Each(row => rows.Add(new ConsentLookup(new SubjectLookup(Binary.Key(row.GetGuid(0))), row.GetInt64(1)))), cancellationToken)
            .ConfigureAwait(false);
        return rows;
    }

    public override async ValueTask<int> EraseAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        var erased = subjects.ToHashSet();
        var entries = await ReadAsync(erased, cancellationToken).ConfigureAwait(false);
        _erased |= entries.Count > 0;
        await database.RunAsync(
            [
                .. ConsentRows.Replacements.Of(database, [.. entries.Select(Left)]),
                database.Sql(RemoveSubjectSql).Add(Uuids(erased)),
            ],
            cancellationToken).ConfigureAwait(false);
        return entries.Count(IsActorErased);

        bool IsActorErased(ConsentEntry entry) => entry.IsActorKnown && erased.Contains(entry.Subjects[0]);

        ConsentEntry Left(ConsentEntry entry) => entry with
        {
            Ciphertext = IsActorErased(entry) ? null : entry.Ciphertext,
            Subjects = entry.Subjects.RemoveAll(erased.Contains),
        };
    }

    private static IEnumerable<Guid> Uuids(IEnumerable<SubjectLookup> subjects) => subjects.Select(subject => Binary.Uuid(subject.Value)).Distinct();

    private async ValueTask<ConsentLogHead> HeadAsync(string sql, CancellationToken cancellationToken)
    {
        var head = ConsentLogHead.Empty;
        await database.RunAsync(
            database.Sql(sql).Each(row => head = Head(row, 0)), cancellationToken).ConfigureAwait(false);
        return head;
    }

    private static ConsentLogHead Head(NpgsqlDataReader row, int column) =>
        new(row.GetInt64(column), row.Bytes(column + 1), row.IsDBNull(column + 2) ? null : row.GetString(column + 2));
}
