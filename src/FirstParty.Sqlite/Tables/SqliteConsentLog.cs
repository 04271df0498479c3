using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The consent log of one session.</summary>
internal sealed class SqliteConsentLog(Database database) : ConsentLog
{
    private const string ReadHeadSql = "SELECT size, compact_range, checkpoint FROM consent_head";
    private const string FindSql = "SELECT sequence FROM consent_subjects WHERE subject = ?";
    private const string FirstLookupsSql = "SELECT subject, sequence FROM consent_subjects ORDER BY subject, sequence LIMIT ?";
    private const string NextLookupsSql =
        "SELECT subject, sequence FROM consent_subjects WHERE (subject, sequence) > (?, ?) ORDER BY subject, sequence LIMIT ?";

    private const string ReadSql = "SELECT sequence, leaf, ciphertext, subjects, leaf_hash FROM consent_entries WHERE sequence = ?";
    private const string RangeSql =
        "SELECT sequence, leaf, ciphertext, subjects, leaf_hash FROM consent_entries WHERE sequence >= ? ORDER BY sequence LIMIT ?";

    private const string AddSql = "INSERT INTO consent_entries (sequence, leaf, ciphertext, subjects, leaf_hash) VALUES (?, ?, ?, ?, ?)";
    private const string AddSubjectSql = "INSERT INTO consent_subjects (subject, sequence) VALUES (?, ?)";
    private const string ReplaceSql = "UPDATE consent_entries SET ciphertext = ?, subjects = ? WHERE sequence = ?";
    private const string RemoveSubjectSql = "DELETE FROM consent_subjects WHERE subject = ?";
    private const string WriteHeadSql =
        "INSERT INTO consent_head (id, size, compact_range, checkpoint) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
        + "SET size = excluded.size, compact_range = excluded.compact_range, checkpoint = excluded.checkpoint";

    private readonly SqliteSubjectKeyStore _keys = new(database);
    private bool _written;
    private bool _erased;

    public override SubjectKeyStore Keys => _keys;

    /// <summary>Whether this session recorded an act or touched a secret, so that its commit must reach the disk.</summary>
    public bool HasWritten => _written || _keys.HasWritten;

    /// <summary>Whether this session has erased something, so that its commit must leave no copy in any file.</summary>
    public bool HasErased => _erased || _keys.HasErased;

    public override ValueTask<ConsentLogHead> LockHeadAsync(CancellationToken cancellationToken) => ReadHeadAsync(cancellationToken);

    public override ValueTask<ConsentLogHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var row = database.Prepare(ReadHeadSql);
        if (!row.Step())
        {
            return ValueTask.FromResult(ConsentLogHead.Empty);
        }

        var head = new ConsentLogHead(row.Int64(0), row.Bytes(1).ToArray(), row.IsNull(2) ? null : row.Text(2));
        row.Reset();
        return ValueTask.FromResult(head);
    }

    public override async ValueTask AppendAsync(
        IReadOnlyList<ConsentEntry> entries, ConsentLogHead head, CancellationToken cancellationToken)
    {
        var before = await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        CheckContinues(before, entries, head);

        _written = true;
        foreach (var entry in entries)
        {
            Add(entry);
        }

        database.Prepare(WriteHeadSql).Bind(head.Size).Bind(head.CompactRange.Span).Bind(head.Checkpoint).Run();
    }

    public override ValueTask<IReadOnlyList<ConsentEntry>> ReadAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IReadOnlyList<ConsentEntry>>([.. SequencesOf(subjects).Select(Read)]);
    }

    public override ValueTask<IReadOnlyList<ConsentEntry>> ReadRangeAsync(long first, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        cancellationToken.ThrowIfCancellationRequested();
        var entries = new List<ConsentEntry>();
        var row = database.Prepare(RangeSql).Bind(first).Bind((long)count);
        while (row.Step())
        {
            entries.Add(Entry(row));
        }

        return ValueTask.FromResult<IReadOnlyList<ConsentEntry>>(entries);
    }

    public override ValueTask<IReadOnlyList<ConsentLookup>> ReadLookupsAsync(
        ConsentLookup? after, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        cancellationToken.ThrowIfCancellationRequested();
        var rows = new List<ConsentLookup>();
        var row = after is { } last
            ? database.Prepare(NextLookupsSql).Bind(last.Subject.Value).Bind(last.Sequence).Bind((long)count)
            : database.Prepare(FirstLookupsSql).Bind((long)count);
        while (row.Step())
        {
            rows.Add(new ConsentLookup(new SubjectLookup(row.Key(0)), row.Int64(1)));
        }

        return ValueTask.FromResult<IReadOnlyList<ConsentLookup>>(rows);
    }

    public override ValueTask<int> EraseAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var erased = subjects.ToHashSet();
        var removed = 0;
        foreach (var sequence in SequencesOf(erased))
        {
            var entry = Read(sequence);
            var actorErased = entry.IsActorKnown && erased.Contains(entry.Subjects[0]);
            removed += actorErased ? 1 : 0;
            database.Prepare(ReplaceSql)
                .BindUnlessNull(actorErased ? null : entry.Ciphertext)
                .Bind(Bytes(entry.Subjects.RemoveAll(erased.Contains)))
                .Bind(sequence)
                .Run();
            _erased = true;
        }

        foreach (var subject in erased)
        {
            database.Prepare(RemoveSubjectSql).Bind(subject.Value).Run();
        }

        return ValueTask.FromResult(removed);
    }

    private static ConsentEntry Entry(Statement row) => new(
        row.Int64(0), row.Bytes(1).ToArray(), row.IsNull(2) ? (ReadOnlyMemory<byte>?)null : row.Bytes(2).ToArray(), Subjects(row.Bytes(3)))
    {
        LeafHash = row.IsNull(4) ? null : row.Bytes(4) is { Length: Hash256.Length } hash ? new Hash256(hash) : throw Binary.Malformed(),
    };

    private static byte[] Bytes(ImmutableArray<SubjectLookup> subjects)
    {
        var bytes = new byte[subjects.Length * SubjectLookup.Length];
        for (var index = 0; index < subjects.Length; index++)
        {
            Binary.Write(bytes.AsSpan(index * SubjectLookup.Length), subjects[index].Value);
        }

        return bytes;
    }

    private static ImmutableArray<SubjectLookup> Subjects(ReadOnlySpan<byte> bytes)
    {
        var subjects = ImmutableArray.CreateBuilder<SubjectLookup>(bytes.Length / SubjectLookup.Length);
        for (; !bytes.IsEmpty; bytes = bytes[SubjectLookup.Length..])
        {
            subjects.Add(new SubjectLookup(Binary.ReadKey(bytes[..Math.Min(SubjectLookup.Length, bytes.Length)])));
        }

        return subjects.DrainToImmutable();
    }

    private void Add(ConsentEntry entry)
    {
        database.Prepare(AddSql)
            .Bind(entry.Sequence)
            .Bind(entry.Leaf.Span)
            .BindUnlessNull(entry.Ciphertext)
            .Bind(Bytes(entry.Subjects))
            .BindUnlessNull(entry.LeafHash?.ToByteArray())
            .Run();
        foreach (var subject in entry.Subjects)
        {
            database.Prepare(AddSubjectSql).Bind(subject.Value).Bind(entry.Sequence).Run();
        }
    }

    private ConsentEntry Read(long sequence)
    {
        var row = database.Prepare(ReadSql).Bind(sequence);
        if (!row.Step())
        {
            throw Binary.Malformed();
        }

        var entry = Entry(row);
        row.Reset();
        return entry;
    }

    private SortedSet<long> SequencesOf(IEnumerable<SubjectLookup> subjects)
    {
        var sequences = new SortedSet<long>();
        foreach (var subject in subjects)
        {
            var row = database.Prepare(FindSql).Bind(subject.Value);
            while (row.Step())
            {
                sequences.Add(row.Int64(0));
            }
        }

        return sequences;
    }
}
