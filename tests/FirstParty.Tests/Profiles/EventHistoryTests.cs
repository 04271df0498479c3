using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Tests.Profiles;

public sealed class EventHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Remembered_SaysTheSame_HoweverEventsArrive([Range(0, 19)] int seed)
    {
        var random = new Random(seed);
        var all = new List<LoggedEvent>();
        EventHistory Again() => EventHistory.Of(all);
        var history = EventHistory.Of([], Again);
        for (var batch = 0; batch < 20; batch++)
        {
            var earlier = history;
            var further = Enumerable.Range(all.Count, random.Next(4)).Select(number => Event(number, random.Next(10) == 0 ? 0 : number)).ToList();
            all.AddRange(further);
            history = history.With(further);
            if (history.Continues(earlier))
            {
                history.From(earlier.Count).ToArray().ShouldBe(further);
            }

            if (random.Next(2) == 0)
            {
                history.Release();
            }

            var plain = EventHistory.Of(all);
            (history.Count, history.Oldest, history.Newest).ShouldBe((plain.Count, plain.Oldest, plain.Newest));
            if (random.Next(3) == 0)
            {
                history.All.ShouldBe(plain.All);
                history.Names.ShouldBe(plain.Names, ignoreOrder: true);
                history["even"].ShouldBe(plain["even"]);
            }
        }
    }

    private static LoggedEvent Event(int number, int second) => new()
    {
        Id = FactId.Of("web", $"{number}"), Kind = EventKind.Track, Name = number % 2 == 0 ? "even" : "odd", Anchor = Identifier.UserId("ada"), Identifiers = [],
        OccurredAt = Start.AddSeconds(second), ReceivedAt = Start.AddSeconds(number),
    };
}
