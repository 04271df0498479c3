using System.Globalization;
using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Storage;
using Microsoft.Data.Sqlite;

namespace FirstParty.Sqlite.Tests;

/// <summary>
/// Somebody with access to the file changes one byte of one row of the consent tables: an audit finds it and names the record. Every column of every row,
/// byte by byte, while the store is open.
/// </summary>
public sealed class SqliteTamperTests
{
    private const string Origin = "shop.example/consent";
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Bob = Identifier.UserId("bob");
    private static readonly Identifier Phone = Identifier.AnonymousId("phone-1");

    private readonly SqliteBackend _backend = new();
    private readonly EcdsaCheckpointSigner _signer = new(Origin, EcdsaCheckpointSigner.CreateKey());
    private readonly ConsentLedger _ledger = new(TimeProvider.System, IdSource.UuidV7);
    private FirstPartyStorage _storage = null!;
    private SqliteConnection _intruder = null!;

    private static CancellationToken Token => CancellationToken.None;

    [OneTimeSetUp]
    public async Task Fill()
    {
        _storage = _backend.Create();
        await _storage.OpenAsync(Token);
        await using (var session = await _storage.BeginWriteAsync(Token))
        {
            await _ledger.AppendAsync(
                session.Consent,
                [
                    _ledger.Draft(ConsentAct.Granted, Ada, "marketing.email", "form v3"),
                    _ledger.Draft(ConsentAct.Granted, Bob, "marketing.email"),
                    _ledger.Draft(ConsentAct.Denied, Ada, "ads.personalised") with { AlsoBinds = [Phone, Bob] },
                    _ledger.Draft(ConsentAct.Granted, Phone, "content.profile"),
                    _ledger.Draft(ConsentAct.Withdrawn, Ada, "marketing.email") with { AlsoBinds = [Phone] },
                ],
                Token);
            await _ledger.EraseAsync(session.Consent, [Bob], ["marketing.email"], Token);
            var head = await session.Consent.LockHeadAsync(Token);
            var root = CompactRange.FromBytes(head.CompactRange.Span).Root;
            var signed = await SignedCheckpoint.SignAsync(new Checkpoint(Origin, (ulong)head.Size, root), _signer, Token);
            await session.Consent.AppendAsync([], head with { Checkpoint = signed.ToString() }, Token);
            await session.CommitAsync(Token);
        }

        _intruder = new SqliteConnection($"Data Source={_backend.Database};Pooling=False");
        await _intruder.OpenAsync(Token);
        Execute("PRAGMA synchronous = OFF");
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _intruder.DisposeAsync();
        await _storage.DisposeAsync();
        _signer.Dispose();
        _backend.Dispose();
    }

    [Test]
    public async Task Verify_FindsNothing_BeforeAnybodyTouchedTheFile() => (await AuditAsync()).Faults.ShouldBeEmpty();

    [TestCase("consent_entries", "sequence", "leaf")]
    [TestCase("consent_entries", "sequence", "leaf_hash")]
    [TestCase("consent_entries", "sequence", "ciphertext")]
    [TestCase("consent_entries", "sequence", "subjects")]
    [TestCase("consent_entries", "sequence", "sequence")]
    [TestCase("consent_subjects", "sequence", "subject")]
    [TestCase("consent_subjects", "sequence", "sequence")]
    public async Task Verify_NamesTheRecord_WhenAnyByteOfItsRowIsFlipped(string table, string sequence, string column)
    {
        foreach (var (key, record) in Rows(table, sequence))
        {
            await FlipEachAsync(table, column, key, report => report.Faults
                .ShouldContain(fault => fault.First == record, $"{column} of record {record}: {string.Join(", ", report.Faults)}"));
        }
    }

    [TestCase("subject")]
    [TestCase("secret")]
    public async Task Verify_NamesEveryRecordOfThePerson_WhenAnyByteOfTheirKeyIsFlipped(string column)
    {
        foreach (var key in Keys())
        {
            var actedIn = ActedIn(key);
            actedIn.ShouldNotBeEmpty();
            await FlipEachAsync(
                "consent_secrets",
                column,
                $"subject = x'{key}'",
                report => actedIn.Except(report.Faults.Select(fault => fault.First)).ShouldBeEmpty(string.Join(", ", report.Faults)));
        }
    }

    [TestCase("size")]
    [TestCase("compact_range")]
    [TestCase("checkpoint")]
    public Task Verify_NamesTheHead_WhenAnyByteOfItIsFlipped(string column) => FlipEachAsync(
        "consent_head", column, "id = 1", report => report.IsIntact.ShouldBeFalse());

    [TestCase("DELETE FROM consent_entries WHERE sequence = 4", AuditFaultKind.Gap, 4)]
    [TestCase("UPDATE consent_entries SET ciphertext = NULL WHERE sequence = 4", AuditFaultKind.PayloadMissing, 4)]
    [TestCase("DELETE FROM consent_subjects WHERE sequence = 2", AuditFaultKind.LookupAltered, 2)]
    [TestCase("INSERT INTO consent_subjects SELECT subject, 3 FROM consent_subjects WHERE sequence = 0", AuditFaultKind.LookupAltered, 3)]
    [TestCase("UPDATE consent_entries SET leaf = (SELECT leaf FROM consent_entries WHERE sequence = 0) WHERE sequence = 4", AuditFaultKind.LeafMalformed, 4)]
    public async Task Verify_NamesTheRecord_WhenARowIsTakenAwayPutInOrExchanged(string sql, AuditFaultKind kind, long record)
    {
        var kept = Snapshot();
        Execute(sql);
        var report = await AuditAsync();
        Restore(kept);
        report.Faults.ShouldContain(new AuditFault(kind, record, record), string.Join(", ", report.Faults));
        (await AuditAsync()).Faults.ShouldBeEmpty();
    }

    private async Task FlipEachAsync(string table, string column, string key, Action<AuditReport> judge)
    {
        var before = Scalar($"SELECT {column} FROM {table} WHERE {key}");
        foreach (var after in Flips(before))
        {
            if (!Replace(table, column, key, before, after, out var where))
            {
                continue; // The table itself refuses: two rows of one key.
            }

            try
            {
                judge(await AuditAsync());
            }
            finally
            {
                Replace(table, column, where, after, before, out _).ShouldBeTrue();
            }
        }

        (await AuditAsync()).Faults.ShouldBeEmpty("everything is as it was");
    }

    /// <summary>The value with one bit flipped, for every byte; of a number for every bit.</summary>
    private static IEnumerable<object> Flips(object? value)
    {
        switch (value)
        {
            case long number:
                foreach (var bit in Enumerable.Range(0, 64))
                {
                    yield return number ^ (1L << bit);
                }

                break;
            case byte[] bytes:
                for (var at = 0; at < bytes.Length; at++)
                {
                    var copy = (byte[])bytes.Clone();
                    copy[at] ^= (byte)(1 << (at * 3 % 8));
                    yield return copy;
                }

                break;
            case string text:
                for (var at = 0; at < text.Length; at++)
                {
                    yield return text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
                }

                break;
        }
    }

    private bool Replace(string table, string column, string key, object? before, object? after, out string where)
    {
        where = key.Replace($"{column} = {Literal(before)}", $"{column} = {Literal(after)}", StringComparison.Ordinal);
        using var command = _intruder.CreateCommand();
        command.CommandText = $"UPDATE {table} SET {column} = $after WHERE {key}";
        command.Parameters.AddWithValue("$after", after ?? DBNull.Value);
        try
        {
            command.ExecuteNonQuery().ShouldBe(1);
            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == 19)
        {
            return false;
        }
    }

    private static string Literal(object? value) => value switch
    {
        byte[] bytes => $"x'{Convert.ToHexString(bytes)}'",
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => $"'{value}'",
    };

    private List<(string Key, long Record)> Rows(string table, string sequence)
    {
        using var command = _intruder.CreateCommand();
        command.CommandText = table == "consent_subjects"
            ? "SELECT 'subject = x''' || hex(subject) || ''' AND sequence = ' || sequence, sequence FROM consent_subjects"
            : $"SELECT '{sequence} = ' || {sequence}, {sequence} FROM {table}";
        using var reader = command.ExecuteReader();
        var rows = new List<(string, long)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return rows;
    }

    private List<string> Keys()
    {
        using var command = _intruder.CreateCommand();
        command.CommandText = "SELECT hex(subject) FROM consent_secrets";
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    /// <summary>The sealed records whose acting subject has this key; all of them for the ledger's own.</summary>
    private List<long> ActedIn(string key)
    {
        using var command = _intruder.CreateCommand();
        command.CommandText = "SELECT sequence FROM consent_entries WHERE ciphertext IS NOT NULL AND ($house OR hex(substr(subjects, 1, 16)) = $key)";
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$house", key.All(digit => digit == '0'));
        using var reader = command.ExecuteReader();
        var sequences = new List<long>();
        while (reader.Read())
        {
            sequences.Add(reader.GetInt64(0));
        }

        return sequences;
    }

    private async Task<AuditReport> AuditAsync()
    {
        await using var session = await _storage.BeginReadAsync(Token);
        return await ConsentAudit.VerifyAsync(
            session.Consent, new AuditExpectations { TrustedKeys = [_signer.Verifier] }, session.Consent.Keys, Token);
    }

    private string Snapshot()
    {
        Execute("CREATE TABLE kept_entries AS SELECT * FROM consent_entries; CREATE TABLE kept_subjects AS SELECT * FROM consent_subjects");
        return "DELETE FROM consent_entries; INSERT INTO consent_entries SELECT * FROM kept_entries; DROP TABLE kept_entries; "
            + "DELETE FROM consent_subjects; INSERT INTO consent_subjects SELECT * FROM kept_subjects; DROP TABLE kept_subjects";
    }

    private void Restore(string kept) => Execute(kept);

    private object? Scalar(string sql)
    {
        using var command = _intruder.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    private void Execute(string sql)
    {
        using var command = _intruder.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
