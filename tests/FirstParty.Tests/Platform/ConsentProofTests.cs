using System.Text;
using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Consent.Proofs.Receipts;
using FirstParty.Identity;
using FirstParty.Tests.Consent;

namespace FirstParty.Tests.Platform;

/// <summary>What the facade can show to others: signed checkpoints, bundles that are checked without the store, receipts.</summary>
public sealed class ConsentProofTests : IDisposable
{
    private const string Origin = "tea.example/consent";
    private const string Letter = "marketing.email";
    private const string Text = "We mail you once a month.";
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier TellingName = Identifier.UserId("ada-augusta-king-of-lovelace");
    private readonly EcdsaCheckpointSigner _signer = new(Origin, EcdsaCheckpointSigner.CreateKey());
    private readonly SteppingClock _clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _signer.Dispose();

    [Test]
    public async Task Prove_GivesABundle_ThatIsCheckedWithoutTheStore()
    {
        string bundle;
        await using (var cdp = await OpenAsync())
        {
            await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), Text, Letter);
            var grant = await cdp.Consent.GrantAsync(Ada, Letter, new ConsentEvidence { Text = "form v3", PolicyTextId = "letter" });
            bundle = (await cdp.Consent.ProveAsync(grant.Sequence)).ToJson();
        }

        var read = ProofBundle.Parse(bundle);
        var verdict = read.Verify([_signer.Verifier]);
        verdict.Fault.ShouldBe(ProofFault.None);
        read.PolicyText.ShouldBe(Text);
        (verdict.Record!.Subject, verdict.Record.Act, verdict.Record.Evidence.Text).ShouldBe((Ada, ConsentAct.Granted, "form v3"));
        (read with { PolicyText = Text + " Or daily." }).Verify([_signer.Verifier]).Fault.ShouldBe(ProofFault.PolicyTextMismatch);
        using var stranger = new EcdsaCheckpointSigner(Origin, EcdsaCheckpointSigner.CreateKey());
        read.Verify([stranger.Verifier]).Fault.ShouldBe(ProofFault.CheckpointUntrusted);
    }

    [Test]
    public async Task Prove_ShowsNothingOfTheRecord_WhenItIsToStaySealed_OrWasErased()
    {
        await using var cdp = await OpenAsync();
        var grant = await cdp.Consent.GrantAsync(TellingName, Letter, "form v3");
        var before = await cdp.Consent.ProveAsync(grant.Sequence);
        before.ToJson().ShouldTell(TellingName.Value);
        var sealedOne = await cdp.Consent.ProveAsync(grant.Sequence, open: false);
        sealedOne.Verify([_signer.Verifier]).Record.ShouldBeNull();
        sealedOne.ToJson().ShouldNotTell(TellingName.Value);
        await cdp.Privacy.EraseAsync(TellingName);

        before.Verify([_signer.Verifier]).Fault.ShouldBe(ProofFault.None, "what was proved stays proved");
        var after = await cdp.Consent.ProveAsync(grant.Sequence);
        var verdict = after.Verify([_signer.Verifier]);
        (verdict.Fault, verdict.Record).ShouldBe((ProofFault.None, null));
        verdict.Leaf!.Value.Purpose.ShouldBe(Letter);
        after.ToJson().ShouldNotTell(TellingName.Value);
        (await cdp.Consent.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Test]
    public async Task Decide_SaysHowFarTheLatestCheckpointReaches()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter);
        (await cdp.Consent.DecideAsync(Ada, Letter)).CheckpointSize.ShouldBeNull();
        (await cdp.Consent.CheckpointAsync()).Checkpoint.Size.ShouldBe(1UL);
        await cdp.Consent.WithdrawAsync(Ada, Letter);
        var decision = await cdp.Consent.DecideAsync(Ada, Letter);
        (decision.RecordSequence, decision.CheckpointSize).ShouldBe((1, 1));
        await cdp.Consent.CheckpointAsync();
        (await cdp.Consent.DecideAsync(Ada, Letter)).CheckpointSize.ShouldBe(2);
    }

    [Test]
    public async Task Checkpoint_IsNeverSigned_WhenASinkHoldsAnotherHistory()
    {
        var sink = new ListSink();
        await using var cdp = await OpenAsync(sink);
        await cdp.Consent.GrantAsync(Ada, Letter);
        await cdp.Consent.CheckpointAsync();
        sink.Kept.Count.ShouldBe(1);

        await using var restored = await OpenAsync(sink);
        await restored.Consent.DenyAsync(Ada, Letter);
        var conflict = await Should.ThrowAsync<CheckpointConflictException>(async () => await restored.Consent.CheckpointAsync());
        conflict.Relation.ShouldBe(CheckpointRelation.Rewritten);
        sink.Kept.Count.ShouldBe(1);
        (await restored.Consent.VerifyAsync(new AuditExpectations { Checkpoints = [sink.Kept[0].Checkpoint] })).IsIntact.ShouldBeFalse();
    }

    [Test]
    public async Task Checkpoint_NeedsASigner()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory());
        (await Should.ThrowAsync<InvalidOperationException>(async () => await cdp.Consent.CheckpointAsync())).Message.ShouldContain("Checkpoints(");
    }

    [Test]
    public async Task Prove_RefusesWhatTheLogDoesNotHold()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await cdp.Consent.ProveAsync(7));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await cdp.Consent.ProveAsync(-1));
    }

    [TestCase(ReceiptFormat.Kantara11, "KI-CR-v1.1.0")]
    [TestCase(ReceiptFormat.Iso27560JsonLd, "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr")]
    [TestCase(ReceiptFormat.Html, "<html")]
    public async Task Receipt_IsWrittenInEachForm(ReceiptFormat format, string mark)
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter, "form v3");
        var receipt = await cdp.Consent.ReceiptAsync(Ada, new ReceiptController(
            "Tea Shop AB", "1 Leaf Lane", "privacy@tea.example", new Uri("https://tea.example/privacy"), new Uri("https://tea.example/choices")));
        receipt.PublicKey.ShouldNotBeNull();
        var written = receipt.Write(format);
        written.ShouldContain(mark);
        written.ShouldContain("Tea Shop AB");
        Encoding.UTF8.GetByteCount(written).ShouldBeGreaterThan(200);
    }

    private ValueTask<CustomerDataPlatform> OpenAsync(params CheckpointSink[] sinks) => CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory()
        .UseTime(_clock)
        .Purpose(Letter, LawfulBasis.Consent)
        .Checkpoints(Origin, _signer, sinks));

    private sealed class ListSink : CheckpointSink
    {
        public List<SignedCheckpoint> Kept { get; } = [];

        public override ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken)
        {
            Kept.Add(checkpoint);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<SignedCheckpoint?> ReadLatestAsync(string origin, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Kept.LastOrDefault());
    }
}
