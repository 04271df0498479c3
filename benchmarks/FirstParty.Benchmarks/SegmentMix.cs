using FirstParty.Segments;

namespace FirstParty.Benchmarks;

/// <summary>Fifty rules, 27 on attributes and 23 on events, each with what a programmer would write by hand instead.</summary>
public static class SegmentMix
{
    public static IReadOnlyList<(SegmentRule Rule, Func<HandWrittenPerson, DateTimeOffset, bool> ByHand)> Attributes { get; } =
    [
        (Rule.Trait("country").EqualTo("SE"), (p, _) => p.Country == "SE"),
        (Rule.Trait("country").In("SE", "NO", "DK"), (p, _) => p.Country is "SE" or "NO" or "DK"),
        (Rule.Trait("country").NotEqualTo("US"), (p, _) => p.Country != "US"),
        (Rule.Trait("age").AtLeast(25), (p, _) => p.Age >= 25),
        (Rule.Trait("age").LessThan(40), (p, _) => p.Age < 40),
        (Rule.Trait("age").AtLeast(25) & Rule.Trait("age").LessThan(40), (p, _) => p.Age >= 25 && p.Age < 40),
        (Rule.Trait("plan").EqualTo("pro"), (p, _) => p.Plan == "pro"),
        (!Rule.Trait("plan").EqualTo("free"), (p, _) => p.Plan != "free"),
        (Rule.Trait("city").StartsWith("Sto"), (p, _) => p.City?.StartsWith("Sto", StringComparison.Ordinal) == true),
        (Rule.Trait("email").EndsWith(".se"), (p, _) => p.Email?.EndsWith(".se", StringComparison.Ordinal) == true),
        (Rule.Trait("email").Contains("@example"), (p, _) => p.Email?.Contains("@example", StringComparison.Ordinal) == true),
        (Rule.Trait("newsletter").EqualTo(true), (p, _) => p.Newsletter == true),
        (Rule.Trait("vip").EqualTo(true) | Rule.Trait("balance").MoreThan(1_000), (p, _) => p.Vip == true || p.Balance > 1_000),
        (Rule.Trait("score").MoreThan(50), (p, _) => p.Score > 50),
        (Rule.Trait("score").AtMost(20), (p, _) => p.Score <= 20),
        (Rule.Trait("visits").AtLeast(10), (p, _) => p.Visits >= 10),
        (Rule.Trait("visits").EqualTo(0), (p, _) => p.Visits == 0),
        (Rule.Trait("balance").AtLeast(99.5m), (p, _) => p.Balance >= 99.5m),
        (Rule.HasTrait("tier"), (p, _) => p.Tier is not null),
        (Rule.Trait("tier").IsMissing(), (p, _) => p.Tier is null),
        (Rule.Trait("tier").In("gold", "platinum"), (p, _) => p.Tier is "gold" or "platinum"),
        (Rule.Trait("lang").EqualTo("sv") & Rule.Trait("country").EqualTo("SE"), (p, _) => p.Language == "sv" && p.Country == "SE"),
        (Rule.Trait("tags").HasAny("vip", "beta"), (p, _) => p.Tags is not null && (p.Tags.Contains("vip") || p.Tags.Contains("beta"))),
        (Rule.Trait("joined").WithinLast(Days(30)), (p, now) => p.Joined is { } at && at <= now && now - at <= Days(30)),
        (Rule.Trait("joined").NotWithinLast(Days(365)), (p, now) => p.Joined is { } at && !(at <= now && now - at <= Days(365))),
        (Rule.AtLeast(2, Rule.Trait("vip").EqualTo(true), Rule.Trait("newsletter").EqualTo(true), Rule.Trait("score").MoreThan(50)),
            (p, _) => (p.Vip == true ? 1 : 0) + (p.Newsletter == true ? 1 : 0) + (p.Score > 50 ? 1 : 0) >= 2),
        (Rule.All(Rule.Trait("country").EqualTo("SE"), Rule.Trait("age").AtLeast(18), !Rule.Trait("plan").EqualTo("free"), Rule.Trait("newsletter").EqualTo(true)),
            (p, _) => p.Country == "SE" && p.Age >= 18 && p.Plan != "free" && p.Newsletter == true),
    ];

    public static IReadOnlyList<(SegmentRule Rule, Func<HandWrittenPerson, DateTimeOffset, bool> ByHand)> Events { get; } =
    [
        (Rule.Count("Order").AtLeast(3), (p, now) => Count(p, "Order", DateTimeOffset.MinValue, now) >= 3),
        (Rule.Count("Order").Over(Days(30)).AtLeast(2), (p, now) => Count(p, "Order", now - Days(30), now) >= 2),
        (Rule.Count("Order").Over(Days(14)).Exactly(0), (p, now) => Count(p, "Order", now - Days(14), now) == 0),
        (Rule.Sum("Order", "total").AtLeast(500), (p, now) => Sum(p, "Order", DateTimeOffset.MinValue, now) >= 500),
        (Rule.Sum("Order", "total").Over(Days(90)).AtLeast(200), (p, now) => Sum(p, "Order", now - Days(90), now) >= 200),
        (Rule.Last("Order").Within(Days(30)), (p, now) => Last(p, "Order") is { } last && now - last.At <= Days(30)),
        (Rule.Last("Order").NotWithin(Days(90)), (p, now) => Last(p, "Order") is { } last && now - last.At > Days(90)),
        (Rule.Event("View").Over(Days(7)).AtLeastOnce(), (p, now) => Last(p, "View") is { } last && now - last.At <= Days(7)),
        (Rule.Event("View").Over(Days(14)).AtLeastOnce() & Rule.Event("Order").Over(Days(14)).Never(),
            (p, now) => Last(p, "View") is { } last && now - last.At <= Days(14) && Count(p, "Order", now - Days(14), now) == 0),
        (Rule.Count("View").Over(Days(30)).AtLeast(10), (p, now) => Count(p, "View", now - Days(30), now) >= 10),
        (Rule.Event("View").Where(Rule.Property("sku").EqualTo("s3")).Over(Days(30)).AtLeastOnce(),
            (p, now) => Any(p, "View", e => e.Sku == "s3" && e.At >= now - Days(30) && e.At <= now)),
        (Rule.Count("Ticket").InFirst(Days(30)).MoreThan(3), (p, now) => Count(p, "Ticket", p.First, p.First + Days(30) - TimeSpan.FromTicks(1)) > 3),
        (Rule.Average("Order", "total").MoreThan(50),
            (p, now) => Count(p, "Order", DateTimeOffset.MinValue, now) is var n and > 0 && Sum(p, "Order", DateTimeOffset.MinValue, now) / n > 50),
        (Rule.Max("Order", "total").AtLeast(99), (p, _) => Any(p, "Order", e => e.Total >= 99)),
        (Rule.Count("Order").Between(Days(60), Days(30)).AtLeast(1), (p, now) => Any(p, "Order", e => e.At >= now - Days(60) && e.At < now - Days(30))),
        (Rule.Count("Login").Over(Days(7)).AtLeast(3), (p, now) => Count(p, "Login", now - Days(7), now) >= 3),
        (Rule.Count("Login").Over(Days(30)).LessThan(2), (p, now) => Count(p, "Login", now - Days(30), now) < 2),
        (Rule.Distinct("View", "sku").Over(Days(90)).AtLeast(4), (p, now) => Distinct(p, "View", now - Days(90), now) >= 4),
        (Rule.Trait("country").EqualTo("SE") & Rule.Count("Order").Over(Days(30)).AtLeast(1),
            (p, now) => p.Country == "SE" && Count(p, "Order", now - Days(30), now) >= 1),
        (Rule.Trait("plan").EqualTo("pro") & Rule.Last("Login").NotWithin(Days(14)),
            (p, now) => p.Plan == "pro" && Last(p, "Login") is { } last && now - last.At > Days(14)),
        (Rule.Last("Order").Property("sku").EqualTo("s1"), (p, _) => Last(p, "Order") is { Sku: "s1" }),
        (Rule.Count("Order").Over(Days(365)).AtLeast(5) | Rule.Sum("Order", "total").Over(Days(365)).AtLeast(1_000),
            (p, now) => Count(p, "Order", now - Days(365), now) >= 5 || Sum(p, "Order", now - Days(365), now) >= 1_000),
        (Rule.Last("Order").Within(Days(30)) & Rule.Count("Order").AtLeast(5) & Rule.Sum("Order", "total").AtLeast(300),
            (p, now) => Last(p, "Order") is { } last && now - last.At <= Days(30)
                && Count(p, "Order", DateTimeOffset.MinValue, now) >= 5 && Sum(p, "Order", DateTimeOffset.MinValue, now) >= 300),
    ];

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);

    private static HandWrittenEvent[] Of(HandWrittenPerson person, string name) => person.Events.TryGetValue(name, out var events) ? events : [];

    private static HandWrittenEvent? Last(HandWrittenPerson person, string name) => Of(person, name) is [.., var last] ? last : null;

    private static int Count(HandWrittenPerson person, string name, DateTimeOffset from, DateTimeOffset to)
    {
        var count = 0;
        foreach (ref readonly var e in Of(person, name).AsSpan())
        {
            count += e.At >= from && e.At <= to ? 1 : 0;
        }

        return count;
    }

    private static decimal Sum(HandWrittenPerson person, string name, DateTimeOffset from, DateTimeOffset to)
    {
        var sum = 0m;
        foreach (ref readonly var e in Of(person, name).AsSpan())
        {
            sum += e.At >= from && e.At <= to ? e.Total : 0;
        }

        return sum;
    }

    private static bool Any(HandWrittenPerson person, string name, Predicate<HandWrittenEvent> passes) => Array.Exists(Of(person, name), passes);

    private static int Distinct(HandWrittenPerson person, string name, DateTimeOffset from, DateTimeOffset to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var e in Of(person, name).AsSpan())
        {
            _ = e.At >= from && e.At <= to && seen.Add(e.Sku);
        }

        return seen.Count;
    }
}
