using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Sqlite;

namespace FirstParty.Benchmarks;

/// <summary>
/// Appending consent records to a file with the proof maintained, against the same append without leaves and tree: the same store, lookups, keys,
/// encryption and commits. Each commit reaches the disk, as consent always does.
/// </summary>
[MemoryDiagnoser]
public class ConsentAppendBenchmarks
{
    private static readonly byte[] Payload = [.. """
        {"at":"2026-05-01T12:00:00Z","recorded":"2026-05-01T12:00:00Z","subject":["userId","customer-123456"],"assurance":1,
        "text":"checkout form v3","policy":"letter","version":"1.0","channel":"web","method":"form"}
        """u8];

    private readonly Identifier[] _people = [.. Enumerable.Range(0, 1_000).Select(number => Identifier.UserId($"customer-{number:D6}"))];
    private readonly ConsentLedger _ledger = new(TimeProvider.System, IdSource.UuidV7);
    private readonly byte[] _lookupKey = RandomNumberGenerator.GetBytes(32);
    private DirectoryInfo _folder = null!;
    private SqliteStorage _proved = null!;
    private SqliteStorage _plain = null!;
    private int _next;

    [Params(1, 100)]
    public int RecordsACommit { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("firstparty-append-");
        _proved = new SqliteStorage($"Data Source={Path.Combine(_folder.FullName, "proved.db")}", new SqliteStorageOptions());
        _plain = new SqliteStorage($"Data Source={Path.Combine(_folder.FullName, "plain.db")}", new SqliteStorageOptions());
        await _proved.OpenAsync(default);
        await _plain.OpenAsync(default);

        // Everybody's key is there already: making keys is not what is compared.
        await using var session = await _proved.BeginWriteAsync(default);
        await _ledger.AppendAsync(session.Consent, [.. _people.Select(Grant)], default);
        await session.CommitAsync(default);
        await using var plain = await _plain.BeginWriteAsync(default);
        await plain.Consent.Keys.AddAsync(
            _people.ToDictionary(Lookup, _ => (ReadOnlyMemory<byte>)RandomNumberGenerator.GetBytes(32)), default);
        await plain.CommitAsync(default);
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _proved.DisposeAsync();
        await _plain.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true)]
    public async Task WithoutProof()
    {
        await using var session = await _plain.BeginWriteAsync(default);
        var head = await session.Consent.LockHeadAsync(default);
        var people = new SubjectLookup[RecordsACommit];
        for (var index = 0; index < people.Length; index++)
        {
            people[index] = Lookup(NextPerson());
        }

        var secrets = await session.Consent.Keys.FindAsync(people, default);
        var entries = people
            .Select((person, index) => new ConsentEntry(head.Size + index, ReadOnlyMemory<byte>.Empty, Seal(secrets[person].Span), [person]))
            .ToArray();
        await session.Consent.AppendAsync(entries, head with { Size = head.Size + entries.Length }, default);
        await session.CommitAsync(default);
    }

    [Benchmark]
    public async Task WithProof()
    {
        await using var session = await _proved.BeginWriteAsync(default);
        var records = new ConsentRecord[RecordsACommit];
        for (var index = 0; index < records.Length; index++)
        {
            records[index] = Grant(NextPerson());
        }

        await _ledger.AppendAsync(session.Consent, records, default);
        await session.CommitAsync(default);
    }

    private ConsentRecord Grant(Identifier who) => _ledger.Draft(
        ConsentAct.Granted, who, "marketing.email", new ConsentEvidence { Text = "checkout form v3", PolicyTextId = "letter", PolicyVersion = new(1, 0), Channel = "web", CollectionMethod = "form" });

    private Identifier NextPerson() => _people[_next = (_next + 1) % _people.Length];

    private SubjectLookup Lookup(Identifier who) =>
        SubjectLookup.FromBytes(HMACSHA256.HashData(_lookupKey, System.Text.Encoding.UTF8.GetBytes(who.Value)).AsSpan(0, SubjectLookup.Length));

    private static byte[] Seal(ReadOnlySpan<byte> secret)
    {
        Span<byte> key = stackalloc byte[32];
        HMACSHA256.HashData(secret, "encryption"u8, key);
        var sealedPayload = new byte[12 + Payload.Length + 16];
        RandomNumberGenerator.Fill(sealedPayload.AsSpan(0, 12));
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(sealedPayload.AsSpan(0, 12), Payload, sealedPayload.AsSpan(12, Payload.Length), sealedPayload.AsSpan(12 + Payload.Length));
        return sealedPayload;
    }
}
