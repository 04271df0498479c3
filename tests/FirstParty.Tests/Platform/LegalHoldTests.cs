using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Tests.Consent;

namespace FirstParty.Tests.Platform;

/// <summary>Erasure in two stages: everything at once but the proof of consent, which a claim may need, and that under a key with an end of its own.</summary>
public sealed class LegalHoldTests : IDisposable
{
    private const string Letter = "marketing.email";
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LegalHold Claim = new(Noon.AddYears(3), "limitation period of claims");
    private readonly SteppingClock _clock = new(Noon);
    private readonly EcdsaCheckpointSigner _signer = new("tea.example/consent", EcdsaCheckpointSigner.CreateKey());

    [SetUp]
    public void Reset() => _clock.Now = Noon;

    public void Dispose() => _signer.Dispose();

    [Test]
    public async Task Hold_KeepsTheProof_AndNothingElseSeesIt()
    {
        await using var cdp = await OpenAsync();
        var grant = await cdp.Consent.GrantAsync(Ada, Letter, "form v3");
        await cdp.Consent.WithdrawAsync(Ada, Letter);
        await cdp.Consent.AssertAgeAsync(Ada, 40);
        await cdp.TrackAsync(Ada, "Order Completed");
        var report = await cdp.Privacy.EraseAsync(Ada, Claim);

        (await cdp.Profiles.FindAsync(Ada, "essential.service")).ShouldBeNull();
        (await cdp.Consent.DecideAsync(Ada, Letter)).Allowed.ShouldBeFalse();
        (await cdp.Consent.HistoryAsync(Ada)).ShouldAllBe(record => record.Act == ConsentAct.Erased || record.Subject != Ada);
        var held = await cdp.Privacy.OpenHoldAsync(report.Hold!);
        held.Select(kept => kept.Record.Act).ShouldBe([ConsentAct.Granted, ConsentAct.Withdrawn], "what was said, and not how old somebody is");
        (held[0].Record.Subject, held[0].Record.Evidence.Text).ShouldBe((Ada, "form v3"));

        var bundle = (await cdp.Consent.ProveAsync(grant.Sequence)) with { Opening = held[0].Opening };
        var verdict = bundle.Verify([_signer.Verifier]);
        (verdict.Fault, verdict.Record!.Subject).ShouldBe((ProofFault.None, Ada));
        (await cdp.Privacy.OpenHoldAsync("somebody else's")).ShouldBeEmpty();
        (await cdp.Consent.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Test]
    public async Task Hold_EndsByItself_AndThenNothingOpensIt()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter, "form v3");
        var report = await cdp.Privacy.EraseAsync(Ada, Claim);
        (await cdp.Privacy.EndHoldsAsync()).ShouldBe(0);

        _clock.Now = Claim.Until;
        (await cdp.Privacy.OpenHoldAsync(report.Hold!)).ShouldBeEmpty();
        (await cdp.Privacy.EndHoldsAsync()).ShouldBe(1);
        (await cdp.Privacy.EndHoldsAsync()).ShouldBe(0);
        _clock.Now = Noon;
        (await cdp.Privacy.OpenHoldAsync(report.Hold!)).ShouldBeEmpty("the key is destroyed, whatever the clock says");
        (await cdp.Consent.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Test]
    public async Task Erase_HoldsNothing_UnlessAsked_AndRefusesAHoldWithoutReasonOrEnd()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, Letter);
        Should.Throw<ArgumentException>(() => cdp.Privacy.EraseAsync(Ada, Claim with { Reason = " " }).AsTask());
        Should.Throw<ArgumentException>(() => cdp.Privacy.EraseAsync(Ada, Claim with { Until = Noon }).AsTask());
        (await cdp.Privacy.EraseAsync(Ada)).Hold.ShouldBeNull();
        (await cdp.Privacy.EraseAsync(Identifier.UserId("nobody"), Claim)).Hold.ShouldBeNull();
    }

    private ValueTask<CustomerDataPlatform> OpenAsync() => CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory()
        .UseTime(_clock)
        .Purpose(Letter, LawfulBasis.Consent)
        .Checkpoints("tea.example/consent", _signer));
}
