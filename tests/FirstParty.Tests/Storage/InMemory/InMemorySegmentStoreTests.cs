using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.InMemory;

namespace FirstParty.Tests.Storage.InMemory;

[TestFixture]
public sealed class InMemorySegmentStoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProfileId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly ProfileId Ben = new(new Guid(2, 0, 0, new byte[8]));

    [Test]
    public async Task ApplyAsync_KeepsMembershipsChangesAndFlips()
    {
        var store = new InMemorySegmentStore(InMemorySegmentStore.State.Empty);
        await store.ApplyAsync(
            new SegmentUpdate
            {
                Changes = [Enter(Ada, "vip", Now), Enter(Ben, "vip", Now), Enter(Ada, "vip", Now.AddDays(1)), Enter(Ada, "tea", Now)],
                Flips = [new ProfileFlip(Ada, Now.AddDays(2)), new ProfileFlip(Ben, Now.AddDays(1))],
            },
            default);
        await store.ApplyAsync(new SegmentUpdate { Changes = [Leave(Ada, "tea", Now)], Flips = [new ProfileFlip(Ben, Now.AddDays(3))] }, default);

        (await store.ReadMembershipsAsync([Ada], default)).ShouldBe([new SegmentMembership(Ada, "vip", Now)]);
        (await store.ReadMembersAsync("vip", null, 10, default)).Select(member => member.Profile).ShouldBe([Ada, Ben]);
        (await store.ReadMembersAsync("vip", Ada, 10, default)).Select(member => member.Profile).ShouldBe([Ben]);
        (await store.CountMembersAsync(["vip", "tea", "other"], default)).Values.ShouldBe([2, 0, 0]);
        (await store.ReadDueFlipsAsync(Now.AddDays(2), null, 10, default)).ShouldBe([new ProfileFlip(Ada, Now.AddDays(2))]);
        var changes = await store.ReadChangesAsync(0, 10, default);
        changes.Count.ShouldBe(5);
        (await store.ReadChangesAsync(changes[3].Sequence, 10, default)).Single().Change.ShouldBe(Leave(Ada, "tea", Now));
    }

    [Test]
    public async Task ApplyAsync_LeavesNothing_WhenAProfileIsErased()
    {
        var store = new InMemorySegmentStore(InMemorySegmentStore.State.Empty);
        await store.ApplyAsync(new SegmentUpdate { Changes = [Enter(Ada, "vip", Now), Enter(Ben, "vip", Now)], Flips = [new ProfileFlip(Ada, Now)] }, default);

        await store.ApplyAsync(new SegmentUpdate { Erased = [Ada] }, default);

        (await store.ReadMembersAsync("vip", null, 10, default)).Single().Profile.ShouldBe(Ben);
        (await store.ReadChangesAsync(0, 10, default)).Single().Change.Profile.ShouldBe(Ben);
        (await store.ReadDueFlipsAsync(Now, null, 10, default)).ShouldBeEmpty();
    }

    private static SegmentChange Enter(ProfileId profile, string segment, DateTimeOffset at) =>
        new(profile, segment, SegmentTransition.Entered, at, SegmentChangeCause.Fact);

    private static SegmentChange Leave(ProfileId profile, string segment, DateTimeOffset at) =>
        new(profile, segment, SegmentTransition.Exited, at, SegmentChangeCause.Time);
}
