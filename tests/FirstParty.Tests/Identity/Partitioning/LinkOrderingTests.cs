using FirstParty.Identity;
using FirstParty.Identity.Partitioning;

namespace FirstParty.Tests.Identity.Partitioning;

public sealed class LinkOrderingTests
{
    private const int Nodes = 400;
    private const int Links = 9_000;

    private static readonly long Today = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>Many links are sorted by parts of their keys and few by comparing: both must be the one order, whatever the times are.</summary>
    [TestCase(LinkOrder.Newest, 1L << 40, 0, TestName = "Sort_IsTheComparison_WhereTimesDiffer")]
    [TestCase(LinkOrder.Oldest, 3, 0, TestName = "Sort_IsTheComparison_WhereTimesAreEqual")]
    [TestCase(LinkOrder.Newest, 1L << 30, 5, TestName = "Sort_IsTheComparison_WhereSomeLinksAreTimeless")]
    [TestCase(LinkOrder.Oldest, 40, 2, TestName = "Sort_IsTheComparison_WhereHalfOfTheLinksAreTimeless")]
    public void Sort_IsTheComparison(LinkOrder order, long span, int timeless)
    {
        var random = new Random(7);
        var links = new LinkTable(Links);
        for (var i = 0; i < Links; i++)
        {
            var time = timeless > 0 && i % timeless == 0 ? LinkRank.Timeless : Today + random.NextInt64(span);
            links.Add(random.Next(Nodes), random.Next(Nodes), (AssertionStrength)random.Next(6), time);
        }

        var rules = IdentityRules.Default with { Order = order };
        var problem = new PartitionProblem
        {
            Book = RuleBook.Of(rules),
            NodeCount = Nodes,
            Namespaces = [.. Enumerable.Range(0, Nodes).Select(node => (byte)(node % 6))],
            Links = links,
            Order = (x, y) => x.CompareTo(y),
        };
        var ordering = new LinkOrdering(problem);
        LinkLayers.Fill(problem, ordering.Layers);
        int[] sorted = [.. Enumerable.Range(0, Links)];
        ordering.Sort(sorted);

        sorted.Order().ShouldBe(Enumerable.Range(0, Links));
        for (var i = 1; i < Links; i++)
        {
            ordering.Compare(sorted[i - 1], sorted[i]).ShouldBeLessThanOrEqualTo(0, $"at {i}");
        }
    }
}
