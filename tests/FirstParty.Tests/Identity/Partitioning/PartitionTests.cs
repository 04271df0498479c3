using FirstParty.Identity;
using FirstParty.Identity.Partitioning;

namespace FirstParty.Tests.Identity.Partitioning;

/// <summary>Cutting a graph against the definition, done plainly: links in order, each joins two blocks if the rules hold of both together.</summary>
public sealed class PartitionTests
{
    private const int Nodes = 900;
    private const int Links = 6_000; // Enough to be sorted by parts of their keys.

    [TestCase(1, 0, TestName = "Solve_IsTheDefinition_WithOneUniqueNamespace")]
    [TestCase(3, 0, TestName = "Solve_IsTheDefinition_WithThree")]
    [TestCase(40, 0, TestName = "Solve_IsTheDefinition_WithMoreThanSetsHaveMarksFor")]
    [TestCase(3, 5, TestName = "Solve_IsTheDefinition_WithAliases")]
    public void Solve_IsTheDefinition(int unique, int aliasEvery)
    {
        var random = new Random(unique + aliasEvery);
        var problem = Problem(random, unique, aliasEvery);
        var partition = Partition.Solve(problem);
        var blocks = Plain(problem, unique);

        partition.OrderMatters.ShouldBeTrue();
        for (var i = 0; i < Links; i++)
        {
            var (a, b) = problem.Links.Ends[i];
            (partition.States[i] == LinkState.Accepted).ShouldBe(blocks[a] == blocks[b], $"link {i}");
        }

        for (var node = 1; node < Nodes; node++)
        {
            (partition.BlockOf(node) == partition.BlockOf(node - 1)).ShouldBe(blocks[node] == blocks[node - 1], $"node {node}");
        }
    }

    // Half of the nodes are of unique namespaces. Times are all different, so that no tie needs a name.
    private static PartitionProblem Problem(Random random, int unique, int aliasEvery)
    {
        NamespaceRule[] namespaces =
        [
            .. Enumerable.Range(0, unique).Select(number => new NamespaceRule { Namespace = $"id{number}", Priority = number + 1, Unique = true }),
            new() { Namespace = "email", Priority = 100 },
        ];
        var links = new LinkTable();
        var times = Enumerable.Range(0, Links).ToArray();
        random.Shuffle(times);
        for (var i = 0; i < Links; i++)
        {
            var a = random.Next(Nodes);
            links.Add(a, (a + random.Next(1, Nodes)) % Nodes, AssertionStrength.Observed, times[i]);
        }

        return new PartitionProblem
        {
            Book = RuleBook.Of(new IdentityRules { Namespaces = [.. namespaces], ComponentBudget = int.MaxValue, RequireOneUnique = false }),
            NodeCount = Nodes,
            Namespaces = [.. Enumerable.Range(0, Nodes).Select(node => (byte)(node % 2 == 0 ? unique : node / 2 % unique))],
            Links = links,
            Order = (x, y) => x.CompareTo(y),
            AliasClasses = aliasEvery == 0 ? null : [.. Enumerable.Range(0, Nodes).Select(node => node % 2 == 0 ? node : node - (node / 2 / unique % aliasEvery * 2 * unique))],
        };
    }

    private static int[] Plain(PartitionProblem problem, int unique)
    {
        var members = Enumerable.Range(0, Nodes).Select(node => new List<int> { node }).ToArray();
        var ordered = Enumerable.Range(0, Links)
            .OrderBy(link => problem.Book.Entries[Math.Max(problem.Namespaces[problem.Links.Ends[link].A], problem.Namespaces[problem.Links.Ends[link].B])].Rule.Priority)
            .ThenByDescending(link => problem.Links.Time[link]);
        foreach (var link in ordered)
        {
            var (left, right) = (members[problem.Links.Ends[link].A], members[problem.Links.Ends[link].B]);
            if (left == right)
            {
                continue;
            }

            var joint = left.Concat(right).ToList();
            var holds = joint.Where(node => problem.Namespaces[node] < unique).GroupBy(node => problem.Namespaces[node])
                .All(values => values.Select(problem.ClassOf).Distinct().Count() == 1);
            if (holds)
            {
                foreach (var node in joint)
                {
                    members[node] = joint;
                }
            }
        }

        return [.. members.Select(block => block.Min())];
    }
}
