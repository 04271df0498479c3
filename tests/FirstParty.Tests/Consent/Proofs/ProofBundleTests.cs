using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FsCheck.Fluent;

namespace FirstParty.Tests.Consent.Proofs;

public sealed class ProofBundleTests
{
    private readonly EcdsaCheckpointSigner _signer = new(SampleLog.Origin, EcdsaCheckpointSigner.CreateKey());
    private SampleLog _sample = null!;
    private SignedCheckpoint _checkpoint = null!;
    private ProofBundle _sealed = null!;
    private ProofBundle _open = null!;

    [OneTimeSetUp]
    public async Task Prove()
    {
        _sample = await SampleLog.CreateAsync();
        _checkpoint = await _sample.SignAsync(_signer);
        _sealed = await ProveAsync(3, keys: null);
        _open = await ProveAsync(3, _sample.Log.Keys);
    }

    [OneTimeTearDown]
    public void Dispose() => _signer.Dispose();

    [Test]
    public void Verify_ProvesWhatTheLeafSays_WhenThePayloadStaysSealed()
    {
        var verdict = ProofBundle.Parse(_sealed.ToJson()).Verify([_signer.Verifier]);

        verdict.IsProved.ShouldBeTrue();
        verdict.Record.ShouldBeNull();
        verdict.Checkpoint.ShouldBe(_checkpoint.Checkpoint);
        var leaf = verdict.Leaf.ShouldNotBeNull();
        (leaf.Purpose, leaf.Act, leaf.Sequence).ShouldBe(("marketing.email", (byte)ConsentAct.Withdrawn, 3UL));
    }

    [Test]
    public void Verify_ProvesTheRecord_WhenTheBundleOpensIt()
    {
        var record = ProofBundle.Parse(_open.ToJson()).Verify([_signer.Verifier]).Record.ShouldNotBeNull();

        (record.Subject, record.Act, record.Purpose).ShouldBe((SampleLog.Ada, ConsentAct.Withdrawn, "marketing.email"));
        record.Evidence.Channel.ShouldBe("web");
        _open.Record!.ShouldContain("\"ada\"");
    }

    [Test]
    public async Task Verify_StillProvesAnErasedRecord_ButNotWhose()
    {
        var verdict = (await ProveAsync(1, _sample.Log.Keys)).Verify([_signer.Verifier]);
        verdict.IsProved.ShouldBeTrue();
        verdict.Record.ShouldBeNull();
    }

    [Law(MaxTest = 500)]
    public FsCheck.Property Verify_Refuses_WhenAnyByteIsFlipped() => FsCheck.Fluent.Prop.ForAll(
        (from place in Gen.Choose(0, 999_999) from bit in Gen.Choose(0, 7) select (place, bit)).ToArbitrary(),
        flip => !Flip(_open, flip.place, flip.bit).Verify([_signer.Verifier]).IsProved);

    [Test]
    public async Task Verify_NamesTheFault()
    {
        Fault(_sealed with { Leaf = _sealed.Leaf[..^1] }).ShouldBe(ProofFault.LeafMalformed);
        Fault(_sealed with { Checkpoint = "" }).ShouldBe(ProofFault.CheckpointMalformed);
        Fault(_sealed with { InclusionProof = [] }).ShouldBe(ProofFault.NotIncluded);
        Fault(_sealed with { PolicyText = "We mail you daily.\n" }).ShouldBe(ProofFault.PolicyTextMismatch);
        Fault(_sealed with { PolicyText = "\ud800" }).ShouldBe(ProofFault.PolicyTextMismatch);
        Fault(_sealed with { Record = "{}" }).ShouldBe(ProofFault.RecordUnproved);
        Fault(_open with { Record = "{}" }).ShouldBe(ProofFault.RecordMismatch);
        Fault(_open with { Opening = _open.Opening! with { Secret = new byte[32] } }).ShouldBe(ProofFault.PayloadMismatch);
        Fault(_open with { Opening = _open.Opening! with { Secret = new byte[3] } }).ShouldBe(ProofFault.PayloadMismatch);
        _sealed.Verify([]).Fault.ShouldBe(ProofFault.CheckpointUntrusted);

        using var stranger = new EcdsaCheckpointSigner(SampleLog.Origin, EcdsaCheckpointSigner.CreateKey());
        _sealed.Verify([stranger.Verifier]).Fault.ShouldBe(ProofFault.CheckpointUntrusted);
        _sealed.Verify([stranger.Verifier, _signer.Verifier]).IsProved.ShouldBeTrue();
        var strangers = _sealed with { Checkpoint = (await _sample.SignAsync(stranger)).ToString() };
        strangers.Verify([stranger.Verifier]).Fault.ShouldBe(ProofFault.PublicKeyMismatch);
    }

    [Test]
    public async Task Verify_HoldsToThePinnedCheckpoint()
    {
        var prover = new MerkleProver(new ConsentLogLeaves(_sample.Log));
        var pinned = new Checkpoint(SampleLog.Origin, 6, await prover.RootAsync(6, default));
        var consistency = await prover.ProveConsistencyAsync(6, 11, default);

        _sealed.Verify([_signer.Verifier], pinned, consistency).IsProved.ShouldBeTrue();
        _sealed.Verify([_signer.Verifier], pinned).Fault.ShouldBe(ProofFault.PinnedCheckpointConflict);
        _sealed.Verify([_signer.Verifier], pinned with { Root = MerkleTree.EmptyRoot }, consistency).Fault
            .ShouldBe(ProofFault.PinnedCheckpointConflict);
        _sealed.Verify([_signer.Verifier], _checkpoint.Checkpoint).IsProved.ShouldBeTrue();
    }

    [Test]
    public async Task ProveAsync_Refuses_WhatTheCheckpointDoesNotCount()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => ProveAsync(11, keys: null));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => ProveAsync(-1, keys: null));
    }

    [Test]
    public void Parse_ReadsWhatToJsonWrote() =>
        ProofBundle.Parse(_open.ToJson()).ToJson().ShouldBe(_open.ToJson());

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"format":"firstparty-proof/2","leaf":"","inclusionProof":[],"checkpoint":""}""")]
    [TestCase("""{"format":"firstparty-proof/1","leaf":"","inclusionProof":[]}""")]
    [TestCase("""{"format":"firstparty-proof/1","leaf":"","inclusionProof":["AAAA"],"checkpoint":""}""")]
    [TestCase("""{"format":"firstparty-proof/1","leaf":"?","inclusionProof":[],"checkpoint":""}""")]
    [TestCase("""{"format":"firstparty-proof/1","leaf":"","inclusionProof":[],"checkpoint":"","policytext":""}""")]
    [TestCase("""{"format":"firstparty-proof/1","leaf":"","inclusionProof":[],"checkpoint":"","record":"a","record":"b"}""")]
    [TestCase("""{"format":"firstparty-proof/1","leaf":"","inclusionProof":[],"checkpoint":"","record":null}""")]
    [TestCase("""{"format":"firstparty-proof/1","leaf":"","inclusionProof":[],"checkpoint":"","secret":""}""")]
    public void Parse_Refuses(string json) => Should.Throw<FormatException>(() => ProofBundle.Parse(json));

    [Test]
    public void Parse_Refuses_WhenThereIsTooMuch()
    {
        Should.Throw<FormatException>(() => ProofBundle.Parse(new string(' ', 1_000_001)));
        var long65 = string.Join(',', Enumerable.Repeat($"\"{Convert.ToBase64String(new byte[32])}\"", 65));
        Should.Throw<FormatException>(() =>
            ProofBundle.Parse($$"""{"format":"firstparty-proof/1","leaf":"","inclusionProof":[{{long65}}],"checkpoint":""}"""));
    }

    private ProofFault Fault(ProofBundle bundle) => bundle.Verify([_signer.Verifier]).Fault;

    private async Task<ProofBundle> ProveAsync(long sequence, SubjectKeyStore? keys) => await new ConsentProver(_sample.Log)
        .ProveAsync(sequence, _checkpoint, SampleLog.Text, keys, _signer.Verifier, default);

    // Leaf, ciphertext, secret, proof, checkpoint, text, key and record, one byte or character of them all.
    private static ProofBundle Flip(ProofBundle bundle, int place, int bit)
    {
        var opening = bundle.Opening!;
        return (place % 8) switch
        {
            0 => bundle with { Leaf = FlipByte(bundle.Leaf, place, bit) },
            1 => bundle with { Opening = opening with { Ciphertext = FlipByte(opening.Ciphertext, place, bit) } },
            2 => bundle with { Opening = opening with { Secret = FlipByte(opening.Secret, place, bit) } },
            3 => bundle with { InclusionProof = FlipProof(bundle.InclusionProof, place, bit) },
            4 => bundle with { Checkpoint = FlipCharacter(bundle.Checkpoint, place, bit) },
            5 => bundle with { PolicyText = FlipCharacter(bundle.PolicyText!, place, bit) },
            6 => bundle with { PublicKey = FlipByte(bundle.PublicKey!.Value, place, bit) },
            _ => bundle with { Record = FlipCharacter(bundle.Record!, place, bit) },
        };
    }

    private static ReadOnlyMemory<byte> FlipByte(ReadOnlyMemory<byte> bytes, int place, int bit)
    {
        var copy = bytes.ToArray();
        copy[place / 8 % copy.Length] ^= (byte)(1 << bit);
        return copy;
    }

    private static Hash256[] FlipProof(IReadOnlyList<Hash256> proof, int place, int bit)
    {
        var bytes = FlipByte(proof.SelectMany(hash => hash.ToByteArray()).ToArray(), place, bit).ToArray();
        return [.. bytes.Chunk(Hash256.Length).Select(chunk => new Hash256(chunk))];
    }

    private static string FlipCharacter(string text, int place, int bit)
    {
        var characters = text.ToCharArray();
        characters[place / 8 % characters.Length] ^= (char)(1 << bit);
        return new string(characters);
    }
}
