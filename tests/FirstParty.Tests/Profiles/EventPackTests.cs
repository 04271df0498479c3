using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Profiles;

public sealed class EventPackTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Browser = Identifier.AnonymousId("browser");
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Item_IsTheEventThatWasAdded_WithoutContextAndFingerprint()
    {
        var events = Enumerable.Range(0, 200).Select(Event).ToList();
        var pack = new EventPack();
        foreach (var logged in events)
        {
            pack.Add(logged);
        }

        pack.Count.ShouldBe(200);
        pack.Ids.ShouldBe(events.Select(logged => logged.Id));
        foreach (var (unpacked, added) in pack.From(0).Zip(events))
        {
            unpacked.Stamps.ShouldBe(added.Stamps);
            unpacked.Identifiers.ShouldBe(added.Identifiers.SequenceEqual([Ada]) ? [] : added.Identifiers);
            (unpacked with { Stamps = added.Stamps, Identifiers = added.Identifiers })
                .ShouldBe(added with { Context = Attributes.Empty, Fingerprint = 0 });
        }

        pack.From(150).Select(logged => logged.Id).ShouldBe(events[150..].Select(logged => logged.Id));
    }

    [Test]
    public void Bytes_CountOnceWhatEventsShare()
    {
        var (alike, different) = (new EventPack(), new EventPack());
        for (var number = 0; number < 1_000; number++)
        {
            alike.Add(Event(0) with { Id = FactId.Of("web", $"{number}") });
            different.Add(Event(0) with { Id = FactId.Of("web", $"{number}"), Name = $"Event {number}" });
        }

        (different.Bytes - alike.Bytes).ShouldBeGreaterThan(999 * 200);
    }

    [Test]
    public void PersonEvents_KeepWhereClaimsComeFrom()
    {
        var provenance = new FactProvenance(0.5m, []);
        var claim = Event(1) with { Kind = EventKind.Identify, Context = provenance.AddTo(Attributes.Empty) };
        var events = new PersonEvents([Event(2), claim, Event(3)]);

        events.Stated.Single().Provenance.ShouldBe(provenance);
        events.Ids.ShouldBe([claim.Id, Event(2).Id, Event(3).Id], ignoreOrder: true);
        events.Select(logged => logged.Id).ShouldBe(events.Ids);
        events.FirstSeen.ShouldBe(claim.OccurredAt);
    }

    private static LoggedEvent Event(int number) => new()
    {
        Id = FactId.Of(number % 3 == 0 ? "web" : "app", $"{number}"),
        Fingerprint = number,
        Kind = number % 5 == 0 ? EventKind.Page : EventKind.Track,
        Name = $"Event {number % 12}", // More than are looked through for one that fits.
        Anchor = Ada,
        Identifiers = (number % 4) switch { 0 => [Ada], 1 => [Browser], 2 => [Ada, Browser], _ => [Browser, Ada] },
        OccurredAt = Start.AddSeconds(number),
        ReceivedAt = Start.AddSeconds(number + 7),
        Properties = number % 7 == 0 ? Attributes.Empty : new Attributes { ["number"] = number, ["text"] = new string('é', number) }.Freeze(),
        Context = new Attributes { ["ip"] = "192.0.2.1" }.Freeze(),
        Strength = number % 2 == 0 ? AssertionStrength.Observed : AssertionStrength.Verified,
        Party = (Party)(number % 2),
        Explicitness = (Explicitness)(number % 3),
        Sensitivity = (Sensitivity)(number % 3),
        SpecialCategories = (SpecialCategories)(number % 2),
        ConsentSequence = number % 2 == 0 ? null : number % 9,
        Stamps = number % 6 == 0 ? [new PropertyStamp("text", Sensitivity.Confidential, SpecialCategories.None, number % 4)] : [],
        GroupId = number % 11 == 0 ? "acme" : null,
    };
}
