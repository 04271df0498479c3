using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Buffers.Binary;

namespace FirstParty.PostgreSql.Native;

/// <summary>
/// The schema that a storage's tables are in. Statements are written for the schema <c>firstparty</c> and brought to this one; locks that are no
/// row's are numbered by it, so that two storages in one database do not meet. Thread-safe.
/// </summary>
internal sealed class SchemaName
{
    private const string Written = "firstparty.";

    private readonly string _prefix;
    private readonly ConcurrentDictionary<string, string> _qualified = new(StringComparer.Ordinal);

    public SchemaName(string name)
    {
        Name = name;
        Quoted = $"\"{name}\"";
        _prefix = Quoted + ".";
        MigrationLock = Lock("migration");
        WriterGate = Lock("writer");
        OutboxLock = Lock("outbox");
        QuarantineLock = Lock("quarantine");
        ResolutionLock = Lock("resolution");
    }

    public string Name { get; }

    public string Quoted { get; }

    /// <summary>Held while tables are made.</summary>
    public long MigrationLock { get; }

    /// <summary>Shared by all writers; held alone by one that must have no other beside it.</summary>
    public long WriterGate { get; }

    /// <summary>Held from the recording of changes to the commit, so that their numbers become visible in order.</summary>
    public long OutboxLock { get; }

    /// <summary>Held by whoever removes waiting events, from then to the commit.</summary>
    public long QuarantineLock { get; }

    /// <summary>Held by whoever resolves facts that waited, to the commit.</summary>
    public long ResolutionLock { get; }

    public string Qualify(string sql) => _qualified.GetOrAdd(sql, static (text, prefix) => text.Replace(Written, prefix, StringComparison.Ordinal), _prefix);

    private long Lock(string what) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"firstparty {what} {Name}")));
}
