using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Storage.Conformance;

/// <summary>What the ledger wrote into a store, an audit with all keys finds as it was written: before an erasure, after it, and after reopening.</summary>
public abstract class ConsentAuditConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Origin = "conformance.example/consent";
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Bob = Identifier.UserId("bob");
    private static readonly Identifier Phone = Identifier.AnonymousId("phone");
    private readonly ConsentLedger _ledger = new(TimeProvider.System, IdSource.UuidV7);

    [Test]
    public async Task Audit_FindsNothing_ThroughErasureAndReopening()
    {
        await FillAsync();
        var before = await AuditAsync();
        await WriteAsync(async session => await _ledger.EraseAsync(session.Consent, [Bob], ["marketing.email"], Token));
        var after = await AuditAsync(new Checkpoint(Origin, (ulong)before.Size, before.Root));

        before.Faults.ShouldBeEmpty();
        after.Faults.ShouldBeEmpty();
        (before.Size, before.Erased).ShouldBe((30, 0));
        (after.Size, after.Erased).ShouldBe((32, 11));
    }

    [Test]
    public async Task Proof_HoldsForEveryRecord_AfterErasure()
    {
        await FillAsync();
        await WriteAsync(async session => await _ledger.EraseAsync(session.Consent, [Bob], [], Token));
        using var signer = new EcdsaCheckpointSigner(Origin, EcdsaCheckpointSigner.CreateKey());
        using var issuer = new CheckpointIssuer(Origin, signer, []);
        await using var session = await Storage.BeginReadAsync(Token);
        var head = await session.Consent.ReadHeadAsync(Token);
        var root = CompactRange.FromBytes(head.CompactRange.Span).Root;
        var checkpoint = await issuer.IssueAsync((ulong)head.Size, root, new ConsentLogLeaves(session.Consent), Token);
        var prover = new ConsentProver(session.Consent);
        for (var sequence = 0L; sequence < head.Size; sequence++)
        {
            var bundle = await prover.ProveAsync(sequence, checkpoint, null, session.Consent.Keys, signer.Verifier, Token);
            var verdict = ProofBundle.Parse(bundle.ToJson()).Verify([signer.Verifier]);
            verdict.Fault.ShouldBe(ProofFault.None);
            (verdict.Record is null).ShouldBe(sequence == 30 || sequence % 3 == 1);
        }
    }

    // Ada, Bob and the phone by turns; every fifth act of Ada's is a refusal that binds the phone.
    private async Task FillAsync()
    {
        for (var turn = 0; turn < 10; turn++)
        {
            ConsentRecord[] records =
            [
                _ledger.Draft(turn % 5 == 4 ? ConsentAct.Denied : ConsentAct.Granted, Ada, "marketing.email") with { AlsoBinds = [Phone] },
                _ledger.Draft(ConsentAct.Granted, Bob, "ads.profile"),
                _ledger.Draft(ConsentAct.Granted, Phone, "content.profile"),
            ];
            await WriteAsync(async session => await _ledger.AppendAsync(session.Consent, records, Token));
        }
    }

    private async Task<AuditReport> AuditAsync(params Checkpoint[] checkpoints)
    {
        await using var session = await Storage.BeginReadAsync(Token);
        return await ConsentAudit.VerifyAsync(
            session.Consent, new AuditExpectations { Checkpoints = checkpoints }, session.Consent.Keys, Token);
    }
}
