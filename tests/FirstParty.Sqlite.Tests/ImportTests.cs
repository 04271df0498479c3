using System.Globalization;
using Microsoft.Data.Sqlite;
using QuickStart;

namespace FirstParty.Sqlite.Tests;

/// <summary>The bulk import against a plain recomputation over the same rows.</summary>
public sealed class ImportTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("firstparty-import-");

    [TearDown]
    public void RemoveFolder()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Import_ReportsWhatAPlainRecomputationFinds()
    {
        var random = new Random(20_260);
        var rows = Enumerable.Range(0, 1_500)
            .Select(_ => (Customer: random.Next(1, 120), Day: new DateOnly(1997, 1, 1).AddDays(random.Next(0, 90)), Cds: random.Next(1, 4), Dollars: random.Next(0, 12) * 1.25m))
            .ToList();
        var file = Write(rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $" {row.Customer:00000} {row.Day:yyyyMMdd} {row.Cds} {row.Dollars:0.00}")).Prepend("_id date cds dollars"));

        var printed = await ImportAsync(file);

        var returners = rows.GroupBy(row => row.Customer).Count(own =>
        {
            var first = own.Min(row => row.Day);
            return own.Select(row => row.Day).Where(day => day < first.AddDays(30)).Distinct().Count() >= 2;
        });
        Number(printed, "rows").ShouldBe(rows.Count);
        Number(printed, "accepted").ShouldBe(rows.Count);
        Number(printed, "alike").ShouldBe(rows.Count - rows.Distinct().Count());
        Number(printed, "free").ShouldBe(rows.Count(row => row.Dollars == 0));
        Number(printed, "dollars").ShouldBe(rows.Sum(row => row.Dollars));
        Number(printed, "profiles").ShouldBe(rows.Select(row => row.Customer).Distinct().Count());
        Number(printed, "in segment").ShouldBe(returners);

        Number(await ImportAsync(file), "duplicates").ShouldBe(rows.Count, "a second import of the same file stores nothing");
    }

    [Test]
    public async Task Import_NamesTheBadRow_AndKeepsItsNeighbours()
    {
        var printed = await ImportAsync(Write(["00001 19970101 1 11.77", "00001 rubbish 1 12.00", "00002 19970112 1 12.00"]));
        Number(printed, "accepted").ShouldBe(2);
        Number(printed, "refused").ShouldBe(1);
        printed.ShouldContain("refused     line 2");
    }

    private string Write(IEnumerable<string> lines)
    {
        var file = Path.Combine(_folder.FullName, "purchases.txt");
        File.WriteAllLines(file, lines);
        return file;
    }

    private async Task<string> ImportAsync(string file)
    {
        var output = new StringWriter();
        await ImportCommand.RunAsync(file, Path.Combine(_folder.FullName, "import.db"), output, CancellationToken.None);
        return output.ToString();
    }

    private static decimal Number(string printed, string label) => printed.Split('\n')
        .Where(line => line.StartsWith(label, StringComparison.Ordinal))
        .Select(line => decimal.Parse(line[label.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], NumberStyles.Number, CultureInfo.InvariantCulture))
        .First();
}
