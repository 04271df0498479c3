using FirstParty.Consent;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The subjects' secrets of one connection.</summary>
internal sealed class SqliteSubjectKeyStore(Database database) : SubjectKeyStore
{
    private const string FindSql = "SELECT secret FROM consent_secrets WHERE subject = ?";
    private const string AddSql = "INSERT INTO consent_secrets (subject, secret) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private const string RemoveSql = "DELETE FROM consent_secrets WHERE subject = ?";

    /// <summary>Whether this session has kept or destroyed a secret.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Whether this session has destroyed a secret.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> FindAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new Dictionary<SubjectLookup, ReadOnlyMemory<byte>>();
        foreach (var subject in subjects.Distinct())
        {
            var row = database.Prepare(FindSql).Bind(subject.Value);
            if (row.Step())
            {
                found.Add(subject, row.Bytes(0).ToArray());
                row.Reset();
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>>(found);
    }

    public override ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> AddAsync(
        IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (subject, secret) in secrets)
        {
            HasWritten |= database.Prepare(AddSql).Bind(subject.Value).Bind(secret.Span).Run() > 0;
        }

        return FindAsync([.. secrets.Keys], cancellationToken);
    }

    public override ValueTask<int> DestroyAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var destroyed = subjects.Distinct().Sum(subject => database.Prepare(RemoveSql).Bind(subject.Value).Run());
        HasWritten |= destroyed > 0;
        HasErased |= destroyed > 0;
        return ValueTask.FromResult(destroyed);
    }
}
