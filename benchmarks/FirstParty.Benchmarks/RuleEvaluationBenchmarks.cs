using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Benchmarks;

/// <summary>One rule of three conditions over a person with fifty events: a hand-written lambda over plain objects against both evaluators.</summary>
[MemoryDiagnoser]
public class RuleEvaluationBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly SegmentSet _set = SegmentSet.Create(
    [
        new SegmentDefinition
        {
            Id = "loyal",
            When = Rule.All(
                Rule.Trait("country").In("SE", "NO", "DK"),
                Rule.Count("Order Completed").Over(TimeSpan.FromDays(90)).AtLeast(5),
                Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(365)).AtLeast(500)),
        },
    ]);

    private ReferenceEvaluator _reference = null!;
    private ProfileView _view = null!;
    private ProfileFrame _frame = null!;
    private (string Country, (DateTimeOffset At, decimal Total)[] Orders) _plain;

    [GlobalSetup]
    public void SetUp()
    {
        var orders = Enumerable.Range(0, 50).Select(n => (At: Now.AddDays(-3 * n), Total: 20m + n)).Reverse().ToArray();
        _plain = ("SE", orders);
        var country = new TraitValue
        {
            Name = "country", Value = "SE", Fact = FactId.Of("server", "t"), Identifier = Identifier.UserId("1"), OccurredAt = Now, Party = Party.First,
        };
        _view = new ProfileView
        {
            Id = new ProfileId(Guid.Empty),
            Purpose = "essential.service",
            Traits = ImmutableDictionary<string, TraitValue>.Empty.Add("country", country),
            Events = EventHistory.Of(orders.Select((order, n) => new LoggedEvent
            {
                Id = FactId.Of("server", $"m{n}"),
                Kind = EventKind.Track,
                Name = "Order Completed",
                Anchor = Identifier.UserId("1"),
                Identifiers = [Identifier.UserId("1")],
                OccurredAt = order.At,
                ReceivedAt = order.At,
                Properties = new Attributes { ["total"] = order.Total }.Freeze(),
            })),
        };
        _frame = _set.Compiled.Encode(_view);
        _reference = new ReferenceEvaluator(_set);
        if (!(HandWritten() && Compiled() && Reference()))
        {
            throw new InvalidOperationException("The evaluators disagree.");
        }
    }

    [Benchmark(Baseline = true)]
    public bool HandWritten()
    {
        var (country, orders) = _plain;
        if (country is not ("SE" or "NO" or "DK"))
        {
            return false;
        }

        var (count, sum) = (0, 0m);
        foreach (var (at, total) in orders)
        {
            count += at > Now.AddDays(-90) && at <= Now ? 1 : 0;
            sum += at > Now.AddDays(-365) && at <= Now ? total : 0;
        }

        return count >= 5 && sum >= 500;
    }

    [Benchmark]
    public bool Compiled() => _set.Compiled.IsMember(0, _frame, Now);

    [Benchmark]
    public bool Reference() => _reference.IsMember("loyal", _view, Now);
}
