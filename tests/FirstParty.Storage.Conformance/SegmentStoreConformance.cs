using FirstParty.Identity;
using FirstParty.Segments;
using static FirstParty.Segments.SegmentTransition;

namespace FirstParty.Storage.Conformance;

/// <summary>What a <see cref="SegmentStore"/> must do.</summary>
public abstract class SegmentStoreConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Apply_EntersAndLeaves_AndKeepsTheFirstInstant()
    {
        await ChangeAsync(Facts.Change(1, "big", Entered, 1), Facts.Change(1, "small", Entered, 2), Facts.Change(2, "big", Entered, 3));
        await ChangeAsync(Facts.Change(1, "big", Entered, 9), Facts.Change(1, "small", Exited, 10), Facts.Change(3, "big", Exited, 11));

        (await MembershipsAsync(1, 2, 3, 1)).ShouldBe([Member(1, "big", 1), Member(2, "big", 3)], ignoreOrder: true);
        (await CountAsync("big", "small", "none")).ShouldBe([("big", 2), ("none", 0), ("small", 0)]);
    }

    [Test]
    public async Task Changes_AreReadInSequence_AfterACursor()
    {
        var changes = Enumerable.Range(1, 25).Select(number => Facts.Change(number, "s", number % 5 == 0 ? Exited : Entered, number)).ToArray();
        await ChangeAsync(changes[..10]);
        await ChangeAsync(changes[10..]);

        var all = await ChangesAsync(after: 0, limit: 100);
        all.Select(recorded => recorded.Change).ShouldBe(changes);
        all.Select(recorded => recorded.Sequence).ShouldBeInOrder();
        all.Select(recorded => recorded.Sequence).Distinct().Count().ShouldBe(changes.Length);
        all[0].Sequence.ShouldBePositive();
        (await ChangesAsync(all[6].Sequence, 3)).ShouldBe(all.Skip(7).Take(3));
        (await ChangesAsync(all[^1].Sequence, 3)).ShouldBeEmpty();
    }

    [Test]
    public async Task Flips_AreReplacedAndRemoved_AndReadWhenDue()
    {
        await FlipAsync((1, 10), (2, 5), (3, 7), (4, 8));
        await FlipAsync((1, 6), (3, null), (9, null));
        (await DueAsync(4, 9)).ShouldBeEmpty();
        (await DueAsync(5, 9)).ShouldBe([Flip(2, 5)]);
        (await DueAsync(8, 9)).ShouldBe([Flip(2, 5), Flip(1, 6), Flip(4, 8)]);
        (await DueAsync(8, 2)).ShouldBe([Flip(2, 5), Flip(1, 6)]);
    }

    [Test]
    public async Task Flips_AreNeverEarlierThanAsked()
    {
        var at = Facts.Noon.AddTicks(3);
        await WriteAsync(async session => await session.Segments.ApplyAsync(
            new SegmentUpdate { Flips = [new ProfileFlip(Facts.Profile(1), at)] }, Token));
        (await ReadAsync(async session => await session.Segments.ReadDueFlipsAsync(at.AddTicks(-1), null, 5, Token))).ShouldBeEmpty();
        (await ReadAsync(async session => await session.Segments.ReadDueFlipsAsync(at.AddMilliseconds(1), null, 5, Token)))
            .ShouldHaveSingleItem().At!.Value.ShouldBeGreaterThanOrEqualTo(at);
    }

    [Test]
    public async Task Flips_AreReadPageByPage_WhenManyShareAnInstant()
    {
        await FlipAsync([.. Enumerable.Range(0, 20).Select(number => (number, (int?)(number / 7)))]);
        var read = new List<ProfileFlip>();
        for (ProfileFlip? after = null; ;)
        {
            var page = await ReadAsync(async session => await session.Segments.ReadDueFlipsAsync(Facts.At(1), after, 5, Token));
            read.AddRange(page);
            if (page.Count < 5)
            {
                break;
            }

            after = page[^1];
        }

        read.ShouldBe(Enumerable.Range(0, 14).Select(number => Flip(number, number / 7)).OrderBy(flip => flip.At).ThenBy(flip => flip.Profile.ToString(), StringComparer.Ordinal));
    }

    [Test]
    public async Task SoonerFlips_BringAFlipForward_AndNeverPutItOff()
    {
        await FlipAsync((1, 10), (2, 5));
        await WriteAsync(async session => await session.Segments.ApplyAsync(
            new SegmentUpdate { SoonerFlips = [Flip(1, 4), Flip(2, 8), Flip(3, 6), Flip(2, null), Flip(4, null)] }, Token));
        (await DueAsync(99, 9)).ShouldBe([Flip(1, 4), Flip(2, 5), Flip(3, 6)]);
    }

    [Test]
    public async Task Awaited_BringsTheFlipForward_AndStaysUntilAFlipIsSet()
    {
        await FlipAsync((1, 10), (2, 3));
        await AwaitAsync(Look(1, 5, SegmentChangeCause.Fact, Facts.Id(8)), Look(2, 5, SegmentChangeCause.Consent), Look(3, 6, SegmentChangeCause.Identity));
        (await DueAsync(99, 9)).ShouldBe([Flip(2, 3), Flip(1, 5), Flip(3, 6)]);
        (await AwaitedAsync(1, 2, 3, 4, 1)).ShouldBe(
            [Look(1, 5, SegmentChangeCause.Fact, Facts.Id(8)), Look(2, 5, SegmentChangeCause.Consent), Look(3, 6, SegmentChangeCause.Identity)],
            ignoreOrder: true);

        await WriteAsync(async session => await session.Segments.ApplyAsync(new SegmentUpdate { SoonerFlips = [Flip(1, 4)] }, Token));
        await FlipAsync((2, 20), (3, null));
        (await DueAsync(99, 9)).ShouldBe([Flip(1, 4), Flip(2, 20)]);
        (await AwaitedAsync(1, 2, 3)).ShouldBe([Look(1, 5, SegmentChangeCause.Fact, Facts.Id(8))]);
    }

    [Test]
    public async Task Awaited_OfOneProfile_BecomeOne()
    {
        await AwaitAsync(Look(1, 5, SegmentChangeCause.Fact, Facts.Id(8)), Look(2, 5, SegmentChangeCause.Identity), Look(3, 5, SegmentChangeCause.Fact));
        await AwaitAsync(Look(1, 7, SegmentChangeCause.Fact, Facts.Id(9)), Look(2, 7, SegmentChangeCause.Fact), Look(3, 4, SegmentChangeCause.Consent));
        (await AwaitedAsync(1, 2, 3)).ShouldBe(
            [Look(1, 7, SegmentChangeCause.Fact), Look(2, 7, SegmentChangeCause.Identity), Look(3, 5, SegmentChangeCause.Consent)], ignoreOrder: true);
        (await DueAsync(99, 9)).ShouldBe([Flip(3, 4), .. ((ProfileFlip[])[Flip(1, 5), Flip(2, 5)]).OrderBy(flip => flip.Profile.ToString(), StringComparer.Ordinal)]);
    }

    [Test]
    public async Task Awaited_IsGone_WhenErasedOrUndone()
    {
        await AwaitAsync(Look(1, 5, SegmentChangeCause.Fact, Facts.Id(8)));
        await UndoAsync(async session => await session.Segments.ApplyAsync(new SegmentUpdate { Awaited = [Look(2, 5, SegmentChangeCause.Fact)] }, Token));
        await WriteAsync(async session => await session.Segments.ApplyAsync(new SegmentUpdate { Erased = [Facts.Profile(1)] }, Token));
        (await AwaitedAsync(1, 2)).ShouldBeEmpty();
        (await DueAsync(99, 9)).ShouldBeEmpty();
    }

    [Test]
    public async Task Revisions_AreReplaced_AndDropped()
    {
        var (begun, done, other) = (
            new SegmentRevision("s", "00ff", IsCurrent: false, Facts.Profile(4)), new SegmentRevision("s", "00ff", IsCurrent: true), new SegmentRevision("t", "aa", IsCurrent: false));
        await ReviseAsync(new SegmentUpdate { Revisions = [begun, other] });
        (await RevisionsAsync()).ShouldBe([begun, other], ignoreOrder: true);
        await ReviseAsync(new SegmentUpdate { Erased = [Facts.Profile(4)] });
        (await RevisionsAsync()).ShouldBe([begun with { Through = null }, other], ignoreOrder: true);
        await ReviseAsync(new SegmentUpdate { Revisions = [done], Dropped = ["t", "never"] });
        (await RevisionsAsync()).ShouldBe([done]);
    }

    [Test]
    public async Task Members_AreReadInTheOrderOfTheIds_PageByPage()
    {
        await ChangeAsync([.. Enumerable.Range(0, 30).Select(number => Facts.Change(number, "s", Entered, number))]);
        await ChangeAsync(Facts.Change(99, "t", Entered, 1));
        var members = new List<ProfileId>();
        for (ProfileId? after = null; ;)
        {
            var page = await ReadAsync(async session => await session.Segments.ReadMembersAsync("s", after, 8, Token));
            members.AddRange(page.Select(member => member.Profile));
            if (page.Count < 8)
            {
                break;
            }

            after = page[^1].Profile;
        }

        members.ShouldBe(Enumerable.Range(0, 30).Select(Facts.Profile).OrderBy(id => id.ToString(), StringComparer.Ordinal));
        (await ReadAsync(async session => await session.Segments.ReadMembersAsync("none", null, 8, Token))).ShouldBeEmpty();
    }

    [Test]
    public async Task Erased_GoesFirst_WithMembershipsFlipsAndRecordedChanges()
    {
        await ChangeAsync(Facts.Change(1, "s", Entered, 1), Facts.Change(2, "s", Entered, 2), Facts.Change(1, "t", Entered, 3));
        var last = (await ChangesAsync(0, 9))[^1].Sequence;
        await FlipAsync((1, 5), (2, 5));
        await WriteAsync(async session => await session.Segments.ApplyAsync(
            new SegmentUpdate { Erased = [Facts.Profile(1), Facts.Profile(8)], Changes = [Facts.Change(1, "u", Entered, 4)] }, Token));

        (await MembershipsAsync(1, 2)).ShouldBe([Member(1, "u", 4), Member(2, "s", 2)], ignoreOrder: true);
        (await DueAsync(99, 9)).ShouldBe([Flip(2, 5)]);
        var left = await ChangesAsync(0, 9);
        left.Select(recorded => recorded.Change).ShouldBe([Facts.Change(2, "s", Entered, 2), Facts.Change(1, "u", Entered, 4)]);
        left[^1].Sequence.ShouldBeGreaterThan(last, "a cursor that has passed a sequence never finds it again");
    }

    [Test]
    public async Task ForgottenThrough_DropsOldChanges_AndLeavesMemberships()
    {
        await ChangeAsync(Facts.Change(1, "s", Entered, 1), Facts.Change(2, "s", Entered, 2), Facts.Change(3, "s", Entered, 3));
        var all = await ChangesAsync(0, 9);
        await WriteAsync(async session => await session.Segments.ApplyAsync(new SegmentUpdate { ForgottenThrough = all[^1].Sequence }, Token));
        await ChangeAsync(Facts.Change(4, "s", Entered, 4));

        var left = (await ChangesAsync(0, 9)).ShouldHaveSingleItem();
        left.Change.ShouldBe(Facts.Change(4, "s", Entered, 4));
        left.Sequence.ShouldBeGreaterThan(all[^1].Sequence, "no sequence is handed out twice");
        (await CountAsync("s")).ShouldBe([("s", 4)]);
    }

    [Test]
    public async Task Apply_LeavesNothing_WhenUndone()
    {
        await UndoAsync(async session =>
        {
            await session.Segments.ApplyAsync(
                new SegmentUpdate { Changes = [Facts.Change(1, "s", Entered, 1)], Flips = [Flip(1, 2)] }, Token);
            (await session.Segments.ReadMembershipsAsync([Facts.Profile(1)], Token)).Count.ShouldBe(1);
            (await session.Segments.ReadChangesAsync(0, 9, Token)).Count.ShouldBe(1);
        });
        (await MembershipsAsync(1)).ShouldBeEmpty();
        (await DueAsync(99, 9)).ShouldBeEmpty();
        (await ChangesAsync(0, 9)).ShouldBeEmpty();
    }

    private static SegmentMembership Member(int profile, string segment, int seconds) => new(Facts.Profile(profile), segment, Facts.At(seconds));

    private static ProfileFlip Flip(int profile, int? seconds) => new(Facts.Profile(profile), seconds is { } at ? Facts.At(at) : null);

    private static AwaitedLook Look(int profile, int seconds, SegmentChangeCause cause, FactId? fact = null) =>
        new(Facts.Profile(profile), Facts.At(seconds), cause, fact);

    private Task AwaitAsync(params AwaitedLook[] looks) =>
        WriteAsync(async session => await session.Segments.ApplyAsync(new SegmentUpdate { Awaited = looks }, Token));

    private Task<IReadOnlyList<AwaitedLook>> AwaitedAsync(params int[] profiles) =>
        ReadAsync(async session => await session.Segments.ReadAwaitedAsync([.. profiles.Select(Facts.Profile)], Token));

    private Task ChangeAsync(params SegmentChange[] changes) =>
        WriteAsync(async session => await session.Segments.ApplyAsync(new SegmentUpdate { Changes = changes }, Token));

    private Task FlipAsync(params (int Profile, int? Seconds)[] flips) => WriteAsync(async session =>
        await session.Segments.ApplyAsync(new SegmentUpdate { Flips = [.. flips.Select(flip => Flip(flip.Profile, flip.Seconds))] }, Token));

    private Task<IReadOnlyList<SegmentMembership>> MembershipsAsync(params int[] profiles) =>
        ReadAsync(async session => await session.Segments.ReadMembershipsAsync([.. profiles.Select(Facts.Profile)], Token));

    private Task<IReadOnlyList<RecordedSegmentChange>> ChangesAsync(long after, int limit) =>
        ReadAsync(async session => await session.Segments.ReadChangesAsync(after, limit, Token));

    private Task<IReadOnlyList<ProfileFlip>> DueAsync(int seconds, int limit) =>
        ReadAsync(async session => await session.Segments.ReadDueFlipsAsync(Facts.At(seconds), null, limit, Token));

    private Task ReviseAsync(SegmentUpdate update) => WriteAsync(async session => await session.Segments.ApplyAsync(update, Token));

    private Task<IReadOnlyList<SegmentRevision>> RevisionsAsync() => ReadAsync(async session => await session.Segments.ReadRevisionsAsync(Token));

    private Task<List<(string Segment, long Count)>> CountAsync(params string[] segments) => ReadAsync(async session =>
        (await session.Segments.CountMembersAsync(segments, Token)).Select(pair => (pair.Key, pair.Value)).Order().ToList());
}
