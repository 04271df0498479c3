using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Tables;
using FirstParty.Storage;

namespace FirstParty.PostgreSql.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class FirstMeetingsTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    [Test]
    public void AfterAFactThatWasThere_SessionsAskForAWhile()
    {
        var meetings = new FirstMeetings();
        meetings.MayAssume().ShouldBeTrue();
        meetings.WasWrong();
        Enumerable.Range(0, 128).ShouldAllBe(_ => !meetings.MayAssume());
        meetings.MayAssume().ShouldBeTrue();
        meetings.MayAssume().ShouldBeTrue();
    }

    /// <summary>Two nodes that have taken the same fact for new: it counts once, and what came with it is taken once.</summary>
    [Test]
    public async Task ARepeatedFact_IsTold_AndItsNeighboursAreTaken()
    {
        using var backend = new PostgreSqlBackend();
        await using var one = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => backend.Create()));
        await using var other = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => backend.Create()));
        (await one.IngestAsync([Page("1"), Page("2")])).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        (await other.IngestAsync([Page("0"), Page("2"), Page("1") with { Properties = new Attributes { ["path"] = "/other" } }])).Select(outcome => outcome.Status)
            .ShouldBe([EventStatus.Accepted, EventStatus.Duplicate, EventStatus.Rejected]);
        (await one.IngestAsync([Page("0"), Page("3")])).Select(outcome => outcome.Status).ShouldBe([EventStatus.Duplicate, EventStatus.Accepted]);
        (await other.Profiles.FindAsync(Ada, "essential.service"))!.Events.ShouldBe(4);
    }

    [Test]
    public async Task ASessionThatTookAFactForNew_FailsAsAConflict_WhenItWasThere()
    {
        using var backend = new PostgreSqlBackend();
        await using var storage = backend.Create();
        await storage.OpenAsync(default);
        LoggedEvent[] facts = [Fact(7)];
        (await AppendAsync(storage, facts)).ShouldBe([AppendResult.Appended]);
        (await Should.ThrowAsync<StorageException>(() => AppendAsync(storage, facts))).Error.ShouldBe(StorageError.Conflict);
        (await AppendAsync(storage, facts)).ShouldBe([AppendResult.Duplicate]);
    }

    /// <summary>What was to travel with a question that nobody waited for is lost, and with it the session.</summary>
    [Test]
    public async Task ASessionInWhichAQuestionWasCancelled_CommitsNoneOfIt()
    {
        using var backend = new PostgreSqlBackend();
        await using var storage = backend.Create();
        await storage.OpenAsync(default);
        await using (var session = await storage.BeginWriteAsync(default))
        {
            await session.Events.AppendNewAsync([Fact(7)], default);
            await Should.ThrowAsync<OperationCanceledException>(async () => await session.Events.CountAsync(new CancellationToken(canceled: true)));
            (await Should.ThrowAsync<StorageException>(async () => await session.CommitAsync(default))).Error.ShouldBe(StorageError.Unavailable);
        }

        (await AppendAsync(storage, [Fact(7)])).ShouldBe([AppendResult.Appended]);
    }

    private static LoggedEvent Fact(int key) => new()
    {
        Id = new FactId("web", (UInt128)key), Kind = EventKind.Page, Name = "Page Viewed", Anchor = Ada, Identifiers = [Ada],
        OccurredAt = DateTimeOffset.UnixEpoch, ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static async Task<IReadOnlyList<AppendResult>> AppendAsync(FirstPartyStorage storage, LoggedEvent[] facts)
    {
        await using var session = await storage.BeginWriteAsync(default);
        await session.Identity.LockAsync([Ada], default);
        var results = await session.Events.AppendNewAsync(facts, default);
        await session.CommitAsync(default);
        return results;
    }

    private static PageEvent Page(string id) => new() { MessageId = id, Identifiers = [Ada] };
}
