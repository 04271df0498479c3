using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Taxonomies;

namespace FirstParty.Benchmarks;

/// <summary>A person as an application would hold one by hand, for the baseline of segment rules.</summary>
public sealed class HandWrittenPerson
{
    public string? Country { get; init; }

    public string? Plan { get; init; }

    public string? City { get; init; }

    public string? Language { get; init; }

    public string? Email { get; init; }

    public string? Tier { get; init; }

    public decimal? Age { get; init; }

    public decimal? Score { get; init; }

    public decimal? Visits { get; init; }

    public decimal? Balance { get; init; }

    public bool? Newsletter { get; init; }

    public bool? Vip { get; init; }

    public DateTimeOffset? Joined { get; init; }

    public string[]? Tags { get; init; }

    /// <summary>By name, oldest first.</summary>
    public Dictionary<string, HandWrittenEvent[]> Events { get; } = [];

    public DateTimeOffset First { get; set; }
}

/// <summary>An event as an application would hold one by hand.</summary>
public readonly record struct HandWrittenEvent(DateTimeOffset At, decimal Total, string Sku);

/// <summary>People with about 50 events each, as views and by hand.</summary>
public static class SegmentPeople
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] EventNames = ["Order", "View", "Login", "Ticket"];

    public static (ProfileView View, HandWrittenPerson Hand) Make(int seed)
    {
        var random = new Random(seed);
        string? Text(params string[] values) => random.Next(20) == 0 ? null : values[random.Next(values.Length)];
        T? Maybe<T>(T value)
            where T : struct => random.Next(20) == 0 ? null : value;
        var person = new HandWrittenPerson
        {
            Country = Text("SE", "NO", "DK", "US", "DE", "FI"),
            Plan = Text("free", "pro", "team"),
            City = Text("Stockholm", "Oslo", "Berlin", "Stoke"),
            Language = Text("sv", "en", "no"),
            Email = Text("ada@example.se", "bob@example.com", "eve@mail.se"),
            Tier = random.Next(2) == 0 ? null : Text("gold", "silver", "platinum"),
            Age = Maybe((decimal)random.Next(15, 80)),
            Score = Maybe((decimal)random.Next(100)),
            Visits = Maybe((decimal)random.Next(40)),
            Balance = Maybe(random.Next(200_000) / 100m),
            Newsletter = Maybe(random.Next(2) == 0),
            Vip = Maybe(random.Next(5) == 0),
            Joined = Maybe(Now - TimeSpan.FromDays(random.Next(800))),
            Tags = random.Next(4) == 0 ? null : [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text("vip", "beta", "new", "old") ?? "x")],
        };
        var history = EventHistory.Of(EventNames.SelectMany(name => Enumerable.Range(0, random.Next(25)).Select(i => Event(random, seed, name, i))));
        foreach (var name in history.Names)
        {
            person.Events[name] = [.. history[name].Select(e =>
                new HandWrittenEvent(e.OccurredAt, e.Properties["total"].AsNumber()!.Value, e.Properties["sku"].AsString()!))];
        }

        person.First = history.All.IsEmpty ? Now : history.All[0].OccurredAt;
        return (ViewOf(seed, person, history), person);
    }

    private static LoggedEvent Event(Random random, int seed, string name, int number)
    {
        var at = Now - TimeSpan.FromMinutes(random.Next(400 * 1_440));
        return new LoggedEvent
        {
            Id = FactId.Of("benchmark", $"{seed}-{name}-{number}"),
            Kind = EventKind.Track,
            Name = name,
            Anchor = Identifier.UserId("u"),
            Identifiers = [Identifier.UserId("u")],
            OccurredAt = at,
            ReceivedAt = at,
            Properties = new Attributes { ["total"] = random.Next(10_000) / 100m, ["sku"] = "s" + random.Next(6) }.Freeze(),
        };
    }

    private static ProfileView ViewOf(int seed, HandWrittenPerson person, EventHistory history)
    {
        var values = new Dictionary<string, AttributeValue?>
        {
            ["country"] = person.Country, ["plan"] = person.Plan, ["city"] = person.City, ["lang"] = person.Language, ["email"] = person.Email,
            ["tier"] = person.Tier, ["age"] = Of(person.Age), ["score"] = Of(person.Score), ["visits"] = Of(person.Visits),
            ["balance"] = Of(person.Balance), ["newsletter"] = person.Newsletter is { } letter ? letter : null,
            ["vip"] = person.Vip is { } vip ? vip : null, ["joined"] = person.Joined is { } joined ? joined : null,
            ["tags"] = person.Tags is null ? null : AttributeValue.ListOf([.. person.Tags.Select(tag => (AttributeValue)tag)]),
        };
        return new ProfileView
        {
            Id = new ProfileId(new Guid(seed, 0, 0, new byte[8])),
            Purpose = "essential.service",
            Traits = values.Where(value => value.Value is { IsNull: false }).ToImmutableDictionary(value => value.Key, value => new TraitValue
            {
                Name = value.Key,
                Value = value.Value!,
                Fact = FactId.Of("benchmark", $"{seed}-{value.Key}"),
                Identifier = Identifier.UserId("u"),
                OccurredAt = Now - TimeSpan.FromDays(3),
                Party = Party.First,
            }),
            Events = history,
            FirstSeen = person.First,
        };
    }

    private static AttributeValue? Of(decimal? number) => number is { } value ? value : null;
}
