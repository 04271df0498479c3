using FirstParty.Consent;
using FirstParty.PostgreSql.Native;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The subjects' secrets of one session.</summary>
internal sealed class PostgreSqlSubjectKeyStore(Database database) : SubjectKeyStore
{
    private const string FindSql = "SELECT subject, secret FROM firstparty.consent_secrets WHERE subject = ANY($1)";
    private const string RemoveSql = "DELETE FROM firstparty.consent_secrets WHERE subject = ANY($1)";

    private static readonly Insertion<KeyValuePair<SubjectLookup, ReadOnlyMemory<byte>>> Secrets =
        new Insertion<KeyValuePair<SubjectLookup, ReadOnlyMemory<byte>>>("firstparty.consent_secrets", "ON CONFLICT DO NOTHING")
            .Uuid("subject", secret => Binary.Uuid(secret.Key.Value))
            .Bytes("secret", secret => secret.Value.ToArray());

    /// <summary>Whether this session has kept or destroyed a secret.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Whether this session has destroyed a secret.</summary>
    public bool HasErased { get; private set; }

    public override async ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> FindAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        var found = new Dictionary<SubjectLookup, ReadOnlyMemory<byte>>(subjects.Count);
        if (subjects.Count > 0)
        {
            await database.RunAsync(
                database.Sql(FindSql).Add(subjects.Select(subject => Binary.Uuid(subject.Value)).Distinct())
                    .Each(row => found[new SubjectLookup(Binary.Key(row.GetGuid(0)))] = row.Bytes(1)),
                cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    public override async ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> AddAsync(
        IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets, CancellationToken cancellationToken)
    {
        HasWritten |= secrets.Count > 0;
        await database.RunAsync([.. Secrets.Of(database, [.. secrets.OrderBy(secret => secret.Key)])], cancellationToken).ConfigureAwait(false);
        return await FindAsync([.. secrets.Keys], cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<int> DestroyAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        var remove = database.Sql(RemoveSql).Add(subjects.Select(subject => Binary.Uuid(subject.Value)).Distinct());
        await database.RunAsync(remove, cancellationToken).ConfigureAwait(false);
        HasWritten |= remove.Written > 0;
        HasErased |= remove.Written > 0;
        return remove.Written;
    }
}
