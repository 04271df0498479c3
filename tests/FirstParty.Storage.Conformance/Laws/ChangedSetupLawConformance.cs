using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>
/// The fifth law over changes of the setup: whatever a host defines after the fact, no read for any purpose shows what was collected by a consent whose
/// purpose's last word is a refusal.
/// </summary>
/// <typeparam name="TBackend">A place whose second storage sees what the first left behind.</typeparam>
public abstract class ChangedSetupLawConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const int Names = 4;

    private static readonly string[] Purposes = ["p0", "p1", "p2"];
    private static readonly LawfulBasis[] Bases =
        [LawfulBasis.Consent, LawfulBasis.Consent, LawfulBasis.Contract, LawfulBasis.LegitimateInterests, LawfulBasis.LegalObligation];

    /// <summary>How many lives the law is tried on.</summary>
    protected virtual int Tries => 15;

    [Test]
    public async Task WhateverTheSetupSays_NothingShowsWhatWasRefused()
    {
        var (shown, withheld) = (0, 0);
        for (var life = 0; life < Tries; life++)
        {
            var seed = Chance.World(life).GetHashCode();
            var random = new Random(seed);
            using var backend = new TBackend();
            var clock = new StoppedClock(LawWorld.Now);
            var named = Enumerable.Range(0, Names).Select(_ => Purposes[random.Next(Purposes.Length)]).ToArray();
            var lastWords = new Dictionary<string, ConsentAct>();
            await using (var cdp = await OpenAsync(backend, clock, setup => Collecting(setup, named)))
            {
                await LiveAsync(cdp, clock, random, lastWords);
            }

            for (var opening = 0; opening < 2; opening++)
            {
                var setupSeed = random.Next();
                await using var cdp = await OpenAsync(backend, clock, setup => Another(setup, new Random(setupSeed)));
                var seen = await SeenAsync(cdp);
                var refused = named.Select((purpose, name) => (purpose, name))
                    .Where(one => lastWords.GetValueOrDefault(one.purpose, ConsentAct.Denied) != ConsentAct.Granted)
                    .SelectMany(one => new[] { $"Event {one.name}", $"trait{one.name}" }).ToHashSet();
                seen.Where(refused.Contains).ShouldBeEmpty($"life {seed}, opening {opening}");
                (shown, withheld) = (shown + seen.Count, withheld + refused.Count);
                await cdp.Segments.WhenCurrentAsync();
                (await cdp.Segments.AuditAsync()).Differences.ShouldBeEmpty($"life {seed}, opening {opening}");
            }
        }

        (Chance.IsNew || (shown > Tries && withheld > Tries)).ShouldBeTrue("both happen");
    }

    private static void Collecting(FirstPartyBuilder setup, string[] named)
    {
        Array.ForEach(Purposes, purpose => setup.Purpose(purpose, LawfulBasis.Consent));
        for (var name = 0; name < Names; name++)
        {
            AddEvent(setup, name, named[name]);
            AddTrait(setup, name, named[name]);
        }
    }

    private static void Another(FirstPartyBuilder setup, Random random)
    {
        var kept = Purposes.Where(_ => random.Next(4) > 0).ToArray();
        foreach (var purpose in kept)
        {
            setup.Purpose(purpose, Bases[random.Next(Bases.Length)], known => known with
            {
                NoticeGiven = true, CompellingGrounds = known.LawfulBasis == LawfulBasis.LegitimateInterests && random.Next(2) == 0 ? "fraud" : null,
            });
        }

        setup.Taxonomy(data => data.UnknownKeys(random.Next(2) == 0 ? UnknownKeyPolicy.Reject : UnknownKeyPolicy.Quarantine));
        for (var name = 0; name < Names; name++)
        {
            var purpose = random.Next(2) == 0 || kept.Length == 0 ? null : kept[random.Next(kept.Length)];
            _ = random.Next(3) > 0 ? AddEvent(setup, name, purpose) : setup;
            _ = random.Next(3) > 0 ? AddTrait(setup, name, purpose) : setup;
        }
    }

    private static FirstPartyBuilder AddEvent(FirstPartyBuilder setup, int name, string? purpose) => setup
        .Taxonomy(data => data.Event($"Event {name}", DataKind.Qualitative, purpose))
        .Segment(new SegmentDefinition { Id = $"event-{name}", Name = $"Event {name}", When = Rule.Count($"Event {name}").AtLeast(1) });

    private static FirstPartyBuilder AddTrait(FirstPartyBuilder setup, int name, string? purpose) => setup
        .Taxonomy(data => data.Trait($"trait{name}", DataKind.Qualitative, purpose))
        .Segment(new SegmentDefinition { Id = $"trait-{name}", Name = $"trait{name}", When = Rule.HasTrait($"trait{name}") });

    /// <summary>A life in two devices that are surely one person's.</summary>
    private static async Task LiveAsync(CustomerDataPlatform cdp, StoppedClock clock, Random random, Dictionary<string, ConsentAct> lastWords)
    {
        Identifier[] known = [Identifier.UserId("ada"), Identifier.AnonymousId("laptop")];
        await cdp.Profiles.LinkAsync(known[0], known[1]);
        for (var step = 0; step < 16; step++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            var (who, purpose, name) = (known[random.Next(2)], Purposes[random.Next(Purposes.Length)], random.Next(Names));
            switch (random.Next(6))
            {
                case 0 or 1:
                    await cdp.Consent.GrantAsync(who, purpose);
                    lastWords[purpose] = ConsentAct.Granted;
                    break;
                case 2:
                    await cdp.Consent.WithdrawAsync(who, purpose);
                    lastWords[purpose] = ConsentAct.Withdrawn;
                    break;
                case 3 or 4:
                    await cdp.TrackAsync(who, $"Event {name}");
                    break;
                default:
                    await cdp.IdentifyAsync(who, new() { [$"trait{name}"] = step });
                    break;
            }
        }

        clock.Advance(TimeSpan.FromHours(1));
    }

    private static async Task<HashSet<string>> SeenAsync(CustomerDataPlatform cdp)
    {
        var (ada, seen) = (Identifier.UserId("ada"), new HashSet<string>());
        foreach (var purpose in cdp.Purposes.Select(purpose => purpose.Id))
        {
            seen.UnionWith((await cdp.Profiles.FindAsync(ada, purpose))?.Traits.Keys ?? []);
            seen.UnionWith((await cdp.Profiles.EventsAsync(ada, purpose)).Select(logged => logged.Name));
            seen.UnionWith((await cdp.Profiles.ChangesAsync(0, purpose)).Changes.Select(change => change.Trait!));
        }

        foreach (var segment in cdp.Segments.Definitions)
        {
            seen.UnionWith((await cdp.Segments.ReportAsync(segment.Id)).Members > 0 ? [segment.Name!] : []);
        }

        return seen;
    }

    private static ValueTask<CustomerDataPlatform> OpenAsync(TBackend backend, StoppedClock clock, Action<FirstPartyBuilder> more) =>
        CustomerDataPlatform.OpenAsync(setup =>
        {
            setup.UseStorage(_ => backend.Create()).UseTime(clock).TraitChanges();
            more(setup);
        });
}
