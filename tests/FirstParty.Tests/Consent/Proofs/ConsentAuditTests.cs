using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FsCheck.Fluent;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class ConsentAuditTests
{
    private const int Size = 11;
    private SampleLog _sample = null!;

    [OneTimeSetUp]
    public async Task Fill() => _sample = await SampleLog.CreateAsync();

    [Test]
    public async Task VerifyAsync_FindsNothing_InALogAsItWasWritten([Values] bool openPayloads)
    {
        var head = await _sample.Log.ReadHeadAsync(default);
        var root = CompactRange.FromBytes(head.CompactRange.Span).Root;
        var expectations = new AuditExpectations
        {
            Checkpoints = [await AtAsync(0), await AtAsync(4), await AtAsync(4), await AtAsync(Size)],
            PolicyTexts = new HashSet<Hash256> { PolicyText.Hash(SampleLog.Text) },
        };

        var report = await ConsentAudit.VerifyAsync(_sample.Log, expectations, openPayloads ? _sample.Log.Keys : null, default);

        report.Faults.ShouldBeEmpty();
        (report.Size, report.Root, report.Sealed, report.Erased).ShouldBe((Size, root, 7, 4));
    }

    [Law(MaxTest = 300)]
    public FsCheck.Property VerifyAsync_NamesTheRecord_WhenAnyByteOfItIsFlipped() => FsCheck.Fluent.Prop.ForAll(
        (from row in Gen.Choose(0, Size - 1)
         from place in Gen.Choose(0, 999_999)
         from bit in Gen.Choose(0, 7)
         select (row, place, bit)).ToArbitrary(),
        flip =>
        {
            var log = new TamperedLog(_sample.Log, entry => entry.Sequence == flip.row ? Flip(entry, flip.place, flip.bit) : entry);
            var report = ConsentAudit.VerifyAsync(log, AuditExpectations.None, _sample.Log.Keys, default).AsTask().GetAwaiter().GetResult();
            report.Faults.ShouldContain(fault => fault.First == flip.row && fault.Last == flip.row);
            report.FirstFault!.Value.First.ShouldBe(flip.row);
        });

    [Law(MaxTest = 100)]
    public FsCheck.Property VerifyAsync_NamesTheRecord_WhenAnyBitOfARowItIsFoundByIsFlipped() => FsCheck.Fluent.Prop.ForAll(
        (from row in Gen.Choose(0, 99)
         from bit in Gen.Choose(0, (SubjectLookup.Length * 8) - 1)
         from isGone in Gen.Elements(true, false)
         select (row, bit, isGone)).ToArbitrary(),
        flip =>
        {
            var rows = _sample.Log.ReadLookupsAsync(null, 1_000, default).AsTask().GetAwaiter().GetResult();
            var altered = rows[flip.row % rows.Count];
            var log = new TamperedLog(_sample.Log, entry => entry, tamperLookup: row =>
                row != altered ? row : flip.isGone ? null : row with { Subject = new SubjectLookup(row.Subject.Value ^ (UInt128.One << flip.bit)) });
            var report = ConsentAudit.VerifyAsync(log, AuditExpectations.None, _sample.Log.Keys, default).AsTask().GetAwaiter().GetResult();
            report.Faults.ShouldContain(new AuditFault(AuditFaultKind.LookupAltered, altered.Sequence, altered.Sequence));
        });

    [Test]
    public async Task VerifyAsync_NamesTheStretch_WhenTheStoreKeepsNoLeafHashes([Range(0, Size - 1)] int row)
    {
        // The act: no hash stands beside it, only the roots of the stretches 0-7, 8-9 and 10.
        var log = new TamperedLog(_sample.Log, entry => (entry.Sequence == row ? FlipAct(entry) : entry) with { LeafHash = null });
        var (first, last) = row < 8 ? (0, 7) : row < 10 ? (8, 9) : (10, 10);
        (await ConsentAudit.VerifyAsync(log, AuditExpectations.None, null, default)).Faults
            .ShouldContain(new AuditFault(AuditFaultKind.HistoryAltered, first, last));
    }

    [Test]
    public async Task VerifyAsync_NamesTheStretchBetweenCheckpoints_WhenTheWholeLogWasRewritten()
    {
        var log = new TamperedLog(
            _sample.Log,
            entry => (entry.Sequence == 5 ? FlipAct(entry) : entry) with { LeafHash = null },
            _ => ConsentLogHead.Empty);
        var expectations = new AuditExpectations { Checkpoints = [await AtAsync(3), await AtAsync(7), await AtAsync(9)] };
        var report = await ConsentAudit.VerifyAsync(log, expectations, null, default);

        report.Faults.ShouldContain(new AuditFault(AuditFaultKind.HistoryAltered, 3, 6));
    }

    [TestCase(0)]
    [TestCase(6)]
    [TestCase(10)]
    public async Task VerifyAsync_NamesTheGap_WhenARecordIsGone(int row)
    {
        var log = new TamperedLog(_sample.Log, entry => entry.Sequence == row ? null : entry);
        var report = await ConsentAudit.VerifyAsync(log, AuditExpectations.None, null, default);
        report.FirstFault.ShouldBe(new AuditFault(AuditFaultKind.Gap, row, row));
    }

    [Test]
    public async Task VerifyAsync_FindsARollBack_ByTheCheckpoint()
    {
        var head = new ConsentLogHead(4, await RangeAtAsync(4), null);
        var log = new TamperedLog(_sample.Log, entry => entry.Sequence < 4 ? entry : null, _ => head);
        var alone = await ConsentAudit.VerifyAsync(log, AuditExpectations.None, null, default);
        alone.IsIntact.ShouldBeFalse("a payload is gone without its erasure");

        var intact = await ConsentAudit.VerifyAsync(log, new AuditExpectations { Checkpoints = [await AtAsync(9)] }, null, default);
        intact.Faults.ShouldContain(new AuditFault(AuditFaultKind.RolledBack, 4, 8));
    }

    [Test]
    public async Task VerifyAsync_FindsAPayloadThatIsGone_ThoughNobodyErasedIt()
    {
        var log = new TamperedLog(
            _sample.Log, entry => entry.Sequence == 3 ? entry with { Ciphertext = null } : entry);
        (await ConsentAudit.VerifyAsync(log, AuditExpectations.None, null, default)).FirstFault
            .ShouldBe(new AuditFault(AuditFaultKind.PayloadMissing, 3, 3));
    }

    [Test]
    public async Task VerifyAsync_FindsATextThatWasNeverPublished()
    {
        var expectations = new AuditExpectations { PolicyTexts = new HashSet<Hash256> { PolicyText.Hash("another") } };
        (await ConsentAudit.VerifyAsync(_sample.Log, expectations, null, default)).FirstFault
            .ShouldBe(new AuditFault(AuditFaultKind.PolicyTextUnknown, 0, 0));
    }

    [Law(MaxTest = 100)]
    public FsCheck.Property VerifyAsync_FindsAHeadThatWasAltered() => FsCheck.Fluent.Prop.ForAll(
        Gen.Choose(0, (8 * (8 + (3 * Hash256.Length))) - 1).ToArbitrary(),
        bit =>
        {
            var log = new TamperedLog(
                _sample.Log, entry => entry, head => head with { CompactRange = FlipBit(head.CompactRange, bit / 8, bit % 8) });
            return !ConsentAudit.VerifyAsync(log, AuditExpectations.None, null, default).AsTask().GetAwaiter().GetResult().IsIntact;
        });

    [Test]
    public async Task VerifyAsync_ReadsAnyStreamOfEntries()
    {
        var expectations = new AuditExpectations { Head = await _sample.Log.ReadHeadAsync(default) };
        var report = await ConsentAudit.VerifyAsync(EntriesAsync(), expectations, default);
        report.IsIntact.ShouldBeTrue();
        report.Size.ShouldBe(Size);
    }

    private async IAsyncEnumerable<ConsentEntry> EntriesAsync()
    {
        foreach (var entry in await _sample.Log.ReadRangeAsync(0, 100, default))
        {
            yield return entry;
        }
    }

    // Every byte of the row: leaf, its hash, ciphertext and lookups.
    private static ConsentEntry Flip(ConsentEntry entry, int place, int bit)
    {
        var (leaf, ciphertext) = (entry.Leaf.Length, entry.Ciphertext?.Length ?? 0);
        place %= leaf + Hash256.Length + ciphertext + (entry.Subjects.Length * SubjectLookup.Length);
        if (place < leaf)
        {
            return entry with { Leaf = FlipBit(entry.Leaf, place, bit) };
        }

        if ((place -= leaf) < Hash256.Length)
        {
            return entry with { LeafHash = new Hash256(FlipBit(entry.LeafHash!.Value.ToByteArray(), place, bit).Span) };
        }

        if ((place -= Hash256.Length) < ciphertext)
        {
            return entry with { Ciphertext = FlipBit(entry.Ciphertext!.Value, place, bit) };
        }

        place -= ciphertext;
        var (index, at) = (place / SubjectLookup.Length, place % SubjectLookup.Length);
        var altered = SubjectLookup.FromBytes(FlipBit(entry.Subjects[index].ToByteArray(), at, bit).Span);
        return entry with { Subjects = entry.Subjects.SetItem(index, altered) };
    }

    private static ConsentEntry FlipAct(ConsentEntry entry)
    {
        var leaf = ConsentLeaf.Decode(entry.Leaf.Span);
        return entry with { Leaf = (leaf with { Header = leaf.Header with { Act = (byte)(leaf.Header.Act ^ 8) } }).Encode() };
    }

    private static ReadOnlyMemory<byte> FlipBit(ReadOnlyMemory<byte> bytes, int at, int bit)
    {
        var copy = bytes.ToArray();
        copy[at] ^= (byte)(1 << bit);
        return copy;
    }

    private async Task<Checkpoint> AtAsync(int size) =>
        new(SampleLog.Origin, (ulong)size, CompactRange.FromBytes((await RangeAtAsync(size)).Span).Root);

    private async Task<ReadOnlyMemory<byte>> RangeAtAsync(int size)
    {
        var range = new CompactRange();
        foreach (var entry in await _sample.Log.ReadRangeAsync(0, size, default))
        {
            range.Append(MerkleTree.HashLeaf(entry.Leaf.Span));
        }

        return range.ToByteArray();
    }
}
