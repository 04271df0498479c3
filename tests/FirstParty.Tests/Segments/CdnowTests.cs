using System.Collections.Immutable;
using System.Globalization;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;

namespace FirstParty.Tests.Segments;

/// <summary>
/// Real purchases: rules of different shape against a plain recomputation over the file. The file is found by the environment variable
/// <c>CDNOW_FILE</c>, or in <c>shared/data/cdnow</c> beside or above the repository; without it these are ignored.
/// </summary>
[TestFixture]
public sealed class CdnowTests
{
    private static readonly DateTimeOffset Now = new(1998, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<ImmutableArray<(ProfileView View, Purchase[] Purchases)>> Customers = new(Load);

    private static IEnumerable<TestCaseData> Rules()
    {
        static TestCaseData Case(string name, SegmentRule rule, Func<Purchase[], bool> plain, int? known = null) =>
            new TestCaseData(rule, plain, known).SetName($"{{m}}({name})");
        static DateTimeOffset Since(int days) => Now - TimeSpan.FromDays(days);

        yield return Case(
            "two days within thirty of the first purchase",
            Rule.DistinctDays("Order Completed").InFirst(TimeSpan.FromDays(30), new WindowAnchor.FirstOf("Order Completed")).AtLeast(2),
            of => of.Where(p => p.At < of[0].At.AddDays(30)).Select(p => p.At).Distinct().Count() >= 2,
            known: 4_032);
        yield return Case("bought once", Rule.Count("Order Completed").Exactly(1), of => of.Length == 1);
        yield return Case("spent over 500", Rule.Sum("Order Completed", "total").MoreThan(500), of => of.Sum(p => p.Dollars) > 500);
        yield return Case(
            "no purchase in the last year", Rule.Event("Order Completed").Over(TimeSpan.FromDays(365)).Never(), of => of.All(p => p.At < Since(365)));
        yield return Case(
            "lapsed: bought, but not within 180 days", Rule.Last("Order Completed").NotWithin(TimeSpan.FromDays(180)), of => of[^1].At < Since(180));
        yield return Case(
            "a mean order of 50 or more, at least three of them",
            Rule.Average("Order Completed", "total").AtLeast(50) & Rule.Count("Order Completed").AtLeast(3),
            of => of.Length >= 3 && of.Average(p => p.Dollars) >= 50);
        yield return Case(
            "five CDs at once in the first quarter of 1998",
            Rule.Event("Order Completed").Where(Rule.Property("cds").AtLeast(5))
                .From(new DateTimeOffset(1998, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(1998, 4, 1, 0, 0, 0, TimeSpan.Zero)).AtLeastOnce(),
            of => of.Any(p => p.Cds >= 5 && p.At is { Year: 1998, Month: <= 3 }));
        yield return Case(
            "came back within a week for more",
            Rule.Sequence("Order Completed").Then("Order Completed", maxGap: TimeSpan.FromDays(7), minGap: TimeSpan.FromDays(1)).AtLeastOnce(),
            of => of.Any(a => of.Any(b => b.At > a.At && b.At <= a.At.AddDays(7))));
        yield return Case(
            "bought last month", Rule.Count("Order Completed").In(CalendarPeriod.Month, -1).AtLeast(1), of => of.Any(p => p.At is { Year: 1998, Month: 6 }));
        yield return Case(
            "between 60 and 30 days ago, over 100 dollars",
            Rule.Sum("Order Completed", "total").Between(TimeSpan.FromDays(60), TimeSpan.FromDays(30)).MoreThan(100),
            of => of.Where(p => p.At >= Since(60) && p.At < Since(30)).Sum(p => p.Dollars) > 100);
    }

    [TestCaseSource(nameof(Rules))]
    public void IsMember_SelectsWhomAPlainRecomputationSelects(SegmentRule rule, Func<Purchase[], bool> plain, int? known)
    {
        var set = SegmentSet.Create([new SegmentDefinition { Id = "rule", When = rule }]);
        var selected = Customers.Value.Where(customer => set.Compiled.IsMember(0, set.Compiled.Encode(customer.View), Now)).Select(c => c.View.Id).ToList();

        selected.ShouldBe(Customers.Value.Where(customer => plain(customer.Purchases)).Select(c => c.View.Id));
        selected.ShouldNotBeEmpty();
        if (RealFile is not null)
        {
            selected.Count.ShouldBe(known ?? selected.Count);
        }

        TestContext.Out.WriteLine($"{selected.Count} of {Customers.Value.Length}");
    }

    private static ImmutableArray<(ProfileView View, Purchase[] Purchases)> Load()
    {
        return
        [
            .. Lines().Where(line => char.IsAsciiDigit(line.AsSpan().TrimStart()[0])).Select((line, number) => Purchase.Parse(line, number)).GroupBy(purchase => purchase.Customer)
                .Select(customer => (ViewOf(customer.Key, customer), customer.OrderBy(p => p.At).ToArray())),
        ];
    }

    /// <summary>The data set itself where it is at hand; elsewhere purchases of the same shape, which the plain recomputation judges as well.</summary>
    private static IEnumerable<string> Lines()
    {
        if (RealFile is { } file)
        {
            return File.ReadLines(file);
        }

        var random = new Random(1997);
        return Enumerable.Range(0, 20_000).Select(_ => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $" {random.Next(1, 4_000):00000} {new DateOnly(1997, 1, 1).AddDays((int)(540 * Math.Pow(random.NextDouble(), 2))):yyyyMMdd} {random.Next(1, 8)} {random.Next(0, 9_000) / 100m:0.00}"));
    }

    private static string? RealFile => (Environment.GetEnvironmentVariable("CDNOW_FILE") ?? Find()) is { } path && File.Exists(path) ? path : null;

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "cdnow", "CDNOW_master.txt");
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    private static ProfileView ViewOf(string customer, IEnumerable<Purchase> purchases)
    {
        var identifier = Identifier.UserId(customer);
        var history = EventHistory.Of(purchases.Select(purchase => new LoggedEvent
        {
            Id = FactId.Of("cdnow", purchase.Line.ToString(CultureInfo.InvariantCulture)),
            Kind = EventKind.Track,
            Name = "Order Completed",
            Anchor = identifier,
            Identifiers = [identifier],
            OccurredAt = purchase.At,
            ReceivedAt = purchase.At,
            Properties = new Attributes { ["total"] = purchase.Dollars, ["cds"] = purchase.Cds }.Freeze(),
        }));
        return new ProfileView
        {
            Id = new ProfileId(new Guid(int.Parse(customer, CultureInfo.InvariantCulture), 0, 0, new byte[8])),
            Purpose = "essential.service",
            Events = history,
            FirstSeen = history.All[0].OccurredAt,
        };
    }

    public sealed record Purchase(string Customer, DateTimeOffset At, int Cds, decimal Dollars, int Line)
    {
        public static Purchase Parse(string line, int number)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var day = DateOnly.ParseExact(fields[1], "yyyyMMdd", CultureInfo.InvariantCulture);
            return new Purchase(
                fields[0],
                new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                int.Parse(fields[2], CultureInfo.InvariantCulture),
                decimal.Parse(fields[3], CultureInfo.InvariantCulture),
                number);
        }
    }
}
