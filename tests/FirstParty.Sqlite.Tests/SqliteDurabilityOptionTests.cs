using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.Sqlite.Tests;

/// <summary>What people say and what is erased reaches the disk with its commit, also where events may take their time.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class SqliteDurabilityOptionTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    [Test]
    public async Task Normal_BringsConsentAndErasures_ToTheDiskAtOnce()
    {
        using var backend = new SqliteBackend();
        await using var storage = backend.Create(new SqliteStorageOptions { Durability = SqliteDurability.Normal });
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => storage).Purpose("letters", LawfulBasis.Consent));
        var before = storage.Flushes;
        for (var i = 0; i < 5; i++)
        {
            await cdp.TrackAsync(Ada, "Order Completed");
        }

        storage.Flushes.ShouldBe(before, "events alone wait for nobody's disk");
        await cdp.Consent.GrantAsync(Ada, "letters", evidence: "form");
        storage.Flushes.ShouldBe(before + 1);
        await cdp.Consent.WithdrawAsync(Ada, "letters");
        storage.Flushes.ShouldBe(before + 2);
        await cdp.Privacy.EraseAsync(Ada);
        storage.Flushes.ShouldBe(before + 3);
        await cdp.Privacy.EraseAsync(Identifier.UserId("nobody"));
        storage.Flushes.ShouldBe(before + 4, "the tombstone of somebody unknown too");
    }

    [Test]
    public async Task Full_LetsSqliteWaitForTheDiskItself()
    {
        using var backend = new SqliteBackend();
        await using var storage = backend.Create(new SqliteStorageOptions());
        await storage.OpenAsync(default);
        await using var session = await storage.BeginWriteAsync(default);
        storage.Open.Writer.Database.Ask("PRAGMA synchronous").ShouldBe("2");
    }
}
