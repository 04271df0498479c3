using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>
/// The laws of the house that a storage can break, as properties over generated sets of facts. A failing set is shrunk and printed with its seed.
/// </summary>
/// <typeparam name="TBackend">Where the tests keep their data.</typeparam>
public abstract class LawConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    /// <summary>How many sets of facts each law is tried on.</summary>
    protected virtual int Tries => 20;

    /// <summary>How many facts a set has at most.</summary>
    protected virtual int Facts => 24;

    [Test]
    public void Law1_ReplayIsLive() => Check(async (facts, _) =>
    {
        await using var world = await LawPlatform.OpenAsync(new TBackend(), facts);
        var live = await LawSnapshot.OfAsync(world.Platform);
        await world.Platform.RebuildAsync();
        (await LawSnapshot.OfAsync(world.Platform)).ShouldBe(live);
    });

    /// <summary>A refusal binds whatever the person is known by when it is made, so refusals arrive after the facts that say who that is.</summary>
    [Test]
    public void Law2_OrderIsIrrelevant() => Check(async (facts, random) =>
    {
        await using var one = await LawPlatform.OpenAsync(new TBackend(), [.. facts.OrderBy(fact => fact.IsRefusal)]);
        var shuffled = facts.ToArray();
        random.Shuffle(shuffled);
        await using var other = await LawPlatform.OpenAsync(new TBackend(), [.. shuffled.OrderBy(fact => fact.IsRefusal)]);
        (await LawSnapshot.OfAsync(other.Platform)).ShouldBe(await LawSnapshot.OfAsync(one.Platform));
    });

    [Test]
    public void Law3_DuplicatesAreIrrelevant() => Check(async (facts, random) =>
    {
        await using var once = await LawPlatform.OpenAsync(new TBackend(), facts);
        var again = facts.Where(fact => !fact.IsRefusal).ToArray();
        random.Shuffle(again);
        await using var twice = await LawPlatform.OpenAsync(new TBackend(), [.. facts, .. again]);
        (await LawSnapshot.OfAsync(twice.Platform)).ShouldBe(await LawSnapshot.OfAsync(once.Platform));
    });

    [Test]
    public void Law4_UnmergeIsExact() => Check(async (facts, random) =>
    {
        var cut = random.Next(facts.Length + 1);
        await using var plain = await LawPlatform.OpenAsync(new TBackend(), facts.Where(fact => !fact.IsRefusal));
        await using var merged = await LawPlatform.OpenAsync(new TBackend(), facts[..cut].Where(fact => !fact.IsRefusal));
        var (first, second) = (random.GetItems(LawWorld.Identifiers.ToArray(), 1)[0], random.GetItems(LawWorld.Identifiers.ToArray(), 1)[0]);
        var link = (await merged.Platform.Profiles.LinkAsync(first, second)).Act;
        await merged.HandInAsync(facts[cut..].Where(fact => !fact.IsRefusal));
        await merged.Platform.Profiles.RetractAsync([link]);
        (await LawSnapshot.OfAsync(merged.Platform)).ShouldBe(await LawSnapshot.OfAsync(plain.Platform));
    });

    /// <summary>
    /// What is taken back was never said, traits and events included, whether it is taken back afterwards or was so before it came. Refusals are left
    /// out, because whom they bind for good is settled when they are given.
    /// </summary>
    [Test]
    public void Law4_WhatIsTakenBack_WasNeverSaid() => Check(async (facts, random) =>
    {
        var said = facts.Where(fact => !fact.IsRefusal).ToArray();
        var gone = said.Where(fact => fact.Said is not null && random.Next(3) == 0).ToList();
        await using var plain = await LawPlatform.OpenAsync(new TBackend(), said.Except(gone));
        var ids = gone.Select(fact => FactId.Of(fact.Said!.Source!, fact.Said.MessageId!)).ToList();
        var cut = random.Next(ids.Count + 1);
        await using var retracted = await LawPlatform.OpenAsync(new TBackend(), []);
        await retracted.Platform.Profiles.RetractAsync(ids[..cut]);
        await retracted.HandInAsync(said);
        await retracted.Platform.Profiles.RetractAsync(ids[cut..]);
        var expected = await LawSnapshot.OfAsync(plain.Platform);
        (await LawSnapshot.OfAsync(retracted.Platform)).ShouldBe(expected);
        await retracted.Platform.RebuildAsync();
        (await LawSnapshot.OfAsync(retracted.Platform)).ShouldBe(expected);
    });

    [Test]
    public void Law5_PurposeBinds() => Check(async (facts, _) =>
    {
        await using var world = await LawPlatform.OpenAsync(new TBackend(), facts);
        foreach (var who in LawWorld.Identifiers)
        {
            foreach (var purpose in LawWorld.Purposes)
            {
                if (await world.Platform.Profiles.FindAsync(who, purpose) is { } profile)
                {
                    var decision = await world.Platform.Consent.DecideAsync(who, purpose);
                    profile.Decision.Allowed.ShouldBe(decision.Allowed);
                    profile.Traits.ShouldNotContainKey("diet", "nobody agreed explicitly to the use of health data");
                    if (!decision.Allowed)
                    {
                        profile.Traits.ShouldBeEmpty();
                        profile.Segments.ShouldBeEmpty();
                        profile.Events.ShouldBe(0);
                    }
                }
            }
        }
    });

    [Test]
    public void Law7_LiveIsRecomputed_AtEveryInstant() => Check(async (facts, random) =>
    {
        var clock = new StoppedClock(LawWorld.Now);
        await using var world = await LawPlatform.OpenAsync(new TBackend(), facts, clock);
        for (var step = 0; step < 4; step++)
        {
            clock.Advance(TimeSpan.FromHours(random.Next(1, 96)));
            await world.Platform.Segments.RefreshAsync();
            var live = await LawSnapshot.OfAsync(world.Platform);
            await world.Platform.RebuildAsync();
            (await LawSnapshot.OfAsync(world.Platform)).ShouldBe(live);
        }
    });

    /// <summary>
    /// Two people sign in on one device, and one of them is erased: what happened on the device meanwhile, under nobody's name, was theirs. Sent again
    /// from an offline queue, it must not become the other's.
    /// </summary>
    [Test]
    public void Law9_AReplayResurrectsNobody_AlsoOnASharedDevice() => Check(async (facts, random) =>
    {
        await using var world = await LawPlatform.OpenAsync(new TBackend(), facts);
        await world.Platform.Privacy.EraseAsync(LawWorld.Identifiers[random.Next(3)]);
        var before = await LawSnapshot.OfAsync(world.Platform);
        await world.Platform.IngestAsync([.. facts.Select(fact => fact.Said).OfType<CustomerEvent>()]);
        (await LawSnapshot.OfAsync(world.Platform)).ShouldBe(before);
    });

    [TestCase(false)]
    [TestCase(true, Description = "a browser that sends no timestamp claims that it happened now")]
    public async Task Law9_AReplayOfWhatHappenedOnASharedDevice_StaysForgotten(bool withoutTime)
    {
        var clock = new StoppedClock(LawWorld.Now);
        await using var world = await LawPlatform.OpenAsync(new TBackend(), [], clock);
        var (gone, other, device) = (LawWorld.Identifiers[0], LawWorld.Identifiers[1], LawWorld.Identifiers[3]);
        var anonymous = On("m2", 5, device) with { Timestamp = withoutTime ? null : LawWorld.Now.AddHours(-5) };
        await world.Platform.IngestAsync([On("m1", 6, gone, device), On("m3", 2, other, device)]);
        clock.Advance(withoutTime ? TimeSpan.FromHours(-5) : TimeSpan.Zero);
        (await world.Platform.IngestAsync(anonymous)).Status.ShouldBe(EventStatus.Accepted);
        clock.Advance(withoutTime ? TimeSpan.FromHours(6) : TimeSpan.FromHours(1));
        (await world.Platform.Profiles.FindAsync(gone, LawWorld.Service))!.Events.ShouldBe(2);

        await world.Platform.Privacy.EraseAsync(gone);
        clock.Advance(TimeSpan.FromHours(1));
        (await world.Platform.IngestAsync(anonymous)).Reason.ShouldBe(EventReason.Erased);
        (await world.Platform.Profiles.FindAsync(other, LawWorld.Service))!.Events.ShouldBe(1);
        (await world.Platform.IngestAsync(On("m4", 0, other, device))).Status.ShouldBe(EventStatus.Accepted, "the device is theirs as well");
    }

    private static TrackEvent On(string messageId, int hoursAgo, params Identifier[] who) => new()
    {
        Name = "Order Completed", Source = "web", MessageId = messageId, Timestamp = LawWorld.Now.AddHours(-hoursAgo), Identifiers = [.. who],
    };

    private void Check(Func<LawFact[], Random, Task> law) => LawCheck.Run(Tries, Facts, law);
}
