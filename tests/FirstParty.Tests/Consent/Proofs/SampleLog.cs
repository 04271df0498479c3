using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Storage.InMemory;

namespace FirstParty.Tests.Consent.Proofs;

/// <summary>A consent log with grants, refusals that bind others, a published text and an erasure, for proofs and audits.</summary>
internal sealed class SampleLog
{
    public const string Origin = "shop.example/consent";
    public const string Text = "We mail you once a month.\n";
    public static readonly Identifier Ada = Identifier.UserId("ada");
    public static readonly Identifier Bob = Identifier.UserId("bob");
    public static readonly Identifier Phone = Identifier.AnonymousId("phone-1");
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private SampleLog(InMemoryConsentLog log) => Log = log;

    public InMemoryConsentLog Log { get; }

    public SteppingClock Clock { get; } = new(Noon);

    /// <summary>Eleven records; Bob's are erased.</summary>
    public static async Task<SampleLog> CreateAsync()
    {
        var sample = new SampleLog(new InMemoryConsentLog(InMemoryConsentLog.State.Empty));
        var ledger = new ConsentLedger(sample.Clock, IdSource.UuidV7);
        var seen = new ConsentEvidence { TextHash = PolicyText.Hash(Text), Channel = "web" };
        foreach (var (act, subject, purpose) in new[]
        {
            (ConsentAct.Granted, Ada, "marketing.email"),
            (ConsentAct.Granted, Bob, "marketing.email"),
            (ConsentAct.Denied, Phone, "ads.personalised"),
            (ConsentAct.Withdrawn, Ada, "marketing.email"),
            (ConsentAct.Granted, Bob, "ads.profile"),
            (ConsentAct.OptedOut, Ada, "data.sell"),
            (ConsentAct.Granted, Phone, "content.profile"),
            (ConsentAct.Denied, Bob, "content.profile"),
            (ConsentAct.Granted, Ada, "loyalty.programme"),
        })
        {
            sample.Clock.Now += TimeSpan.FromHours(7);
            var record = ledger.Draft(act, subject, purpose, seen) with { AlsoBinds = subject == Ada ? [Phone] : [] };
            await ledger.AppendAsync(sample.Log, record, default);
        }

        await ledger.EraseAsync(sample.Log, [Bob], ["marketing.email"], default);
        return sample;
    }

    public async Task<SignedCheckpoint> SignAsync(CheckpointSigner signer)
    {
        var head = await Log.ReadHeadAsync(default);
        var root = CompactRange.FromBytes(head.CompactRange.Span).Root;
        return await SignedCheckpoint.SignAsync(new Checkpoint(Origin, (ulong)head.Size, root), signer, default);
    }
}
