using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Storage.Conformance;

/// <summary>What a store that outlives its process must do: everything is there after reopening, duplicates are still known.</summary>
public abstract class DurabilityConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Reopen_KeepsEveryPortsData()
    {
        var node = GraphNode.Alone(Facts.Person(1)) with { FirstSeen = Facts.At(1) };
        await WriteAsync(async session =>
        {
            await session.Events.AppendAsync([Facts.FullEvent(1), Facts.Event(2)], Token);
            await session.Unresolved.AddAsync([new UnresolvedFact(Facts.Id(1), Facts.Profile(1), Facts.Noon)], Token);
            await session.Quarantine.AddAsync(
                [new QuarantinedEvent(Facts.Id(1), new IdentifyEvent { Identifiers = [Facts.Person(1)] }, Facts.Noon, EventReason.UnknownTrait)], Token);
            await session.Identity.WriteAsync(new GraphChange { Nodes = [node] }, Token);
            await session.Consent.AppendAsync([Facts.Entry(0, 1)], new Consent.ConsentLogHead(1, new byte[] { 7 }, "signed"), Token);
            await session.Profiles.SaveAsync([new StoredProfile { Id = Facts.Profile(1), FirstSeen = Facts.At(1) }], [], Token);
            await session.Segments.ApplyAsync(new SegmentUpdate { Changes = [Facts.Change(1, "s", SegmentTransition.Entered, 1)] }, Token);
        });
        await ReopenAsync();

        await using var reader = await Storage.BeginReadAsync(Token);
        (await Facts.ToListAsync(reader.Events.ReadAllAsync(Token))).Select(Facts.Text)
            .ShouldBe([Facts.Text(Facts.FullEvent(1)), Facts.Text(Facts.Event(2))], ignoreOrder: true);
        (await reader.Unresolved.CountAsync([Facts.Profile(1)], Token)).ShouldBe(1);
        (await reader.Quarantine.ReadAsync(5, Token)).Count.ShouldBe(1);
        (await reader.Identity.FindAsync(new GraphQuery { Nodes = [node.Id] }, Token)).Nodes.ShouldBe([node]);
        (await reader.Consent.ReadHeadAsync(Token)).Checkpoint.ShouldBe("signed");
        (await reader.Consent.ReadAsync([Facts.Lookup(1)], Token)).Select(Facts.Text).ShouldBe([Facts.Text(Facts.Entry(0, 1))]);
        (await reader.Profiles.CountAsync(Token)).ShouldBe(1);
        (await reader.Segments.ReadMembershipsAsync([Facts.Profile(1)], Token)).Count.ShouldBe(1);
    }

    [Test]
    public async Task Reopen_StillKnowsDuplicates()
    {
        for (var round = 0; round < 3; round++)
        {
            await WriteAsync(async session => (await session.Events.AppendAsync([Facts.Event(1), Facts.Event(1) with { Fingerprint = 99 }], Token))
                .ShouldBe([round == 0 ? AppendResult.Appended : AppendResult.Duplicate, AppendResult.Conflict]));
            await ReopenAsync();
        }
    }

    [Test]
    public async Task Reopen_GoesOnWithTheChains()
    {
        for (var round = 0; round < 4; round++)
        {
            await WriteAsync(async session => await session.Events.AppendAsync(
                [Facts.Event((round * 2) + 1, Facts.Person(1)), Facts.Event((round * 2) + 2, Facts.Person(2))], Token));
            await ReopenAsync();
            (await ReadAsync(async session => await session.Events.ReadAsync([Facts.Person(1)], Token))).Count.ShouldBe(round + 1);
        }
    }

    [Test]
    public async Task Reopen_ForgetsWhatWasNotCommitted()
    {
        await UndoAsync(async session => await session.Events.AppendAsync([Facts.Event(1)], Token));
        await ReopenAsync();
        (await ReadAsync(async session => await session.Events.CountAsync(Token))).ShouldBe(0);
    }

    [Test]
    public async Task Sequences_NeverComeAgain_AfterTheLastChangesWereErased()
    {
        await WriteAsync(async session => await session.Segments.ApplyAsync(
            new SegmentUpdate { Changes = [Facts.Change(1, "s", SegmentTransition.Entered, 1)] }, Token));
        var seen = (await ReadAsync(async session => await session.Segments.ReadChangesAsync(0, 9, Token)))[^1].Sequence;
        await WriteAsync(async session => await session.Segments.ApplyAsync(new SegmentUpdate { Erased = [Facts.Profile(1)] }, Token));
        await ReopenAsync();
        await WriteAsync(async session => await session.Segments.ApplyAsync(
            new SegmentUpdate { Changes = [Facts.Change(2, "s", SegmentTransition.Entered, 1)] }, Token));
        (await ReadAsync(async session => await session.Segments.ReadChangesAsync(seen, 9, Token))).Count.ShouldBe(1);
    }
}
