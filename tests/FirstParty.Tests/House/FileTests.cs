using System.Text.RegularExpressions;

namespace FirstParty.Tests.House;

/// <summary>Small files, one idea each; no ambient time, ids or chance; nothing half done.</summary>
public sealed partial class FileTests
{
    private static List<string> Shipped => [.. Repository.Sources("src")];

    [Test]
    public void Files_AreSmall()
    {
        var lines = Shipped.Select(file => (Lines: File.ReadLines(file).Count(), File: Repository.Relative(file))).OrderBy(file => file.Lines).ToList();
        lines[lines.Count / 2].Lines.ShouldBeLessThanOrEqualTo(60, "the median file");
        lines[lines.Count * 9 / 10].Lines.ShouldBeLessThanOrEqualTo(150, "nine files of ten");
        Repository.Sources("src", "tests", "benchmarks", "samples")
            .Where(file => File.ReadLines(file).Count() > 400)
            .Select(Repository.Relative)
            .ShouldBeEmpty("no file has more than 400 lines");
    }

    [Test]
    public void Files_UseNoAmbientTimeIdsOrChance() => Offending(Shipped, Ambient()).ShouldBeEmpty();

    [Test]
    public void Files_HoldNothingHalfDone() => Offending([.. Repository.Sources("src", "samples")], HalfDone()).ShouldBeEmpty();

    [Test]
    public void Files_HoldOnePublicTypeEach() => Shipped
        .Where(file => PublicType().Count(File.ReadAllText(file)) > 1)
        .Select(Repository.Relative)
        .ShouldBeEmpty();

    [Test]
    public void TopLevel_HoldsOnlyWhatIsAgreed()
    {
        string[] agreed =
        [
            "src", "tests", "benchmarks", "samples", "snippet", "FirstParty.sln", "LICENSE", "README.md", "Directory.Build.props",
            "Directory.Packages.props",
        ];
        Directory.EnumerateFileSystemEntries(Repository.Root)
            .Select(entry => Path.GetFileName(entry)!)
            .Where(name => !name.StartsWith('.') && name is not ("TestResults" or "BenchmarkDotNet.Artifacts"))
            .Except(agreed)
            .ShouldBeEmpty();
    }

    private static List<string> Offending(List<string> files, Regex pattern) =>
    [
        .. from file in files
           from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
           where pattern.IsMatch(line.Text) && !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
           select $"{Repository.Relative(file)}:{line.Number}: {line.Text.Trim()}",
    ];

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|Guid\.NewGuid\(|Environment\.TickCount|new Random\(|Random\.Shared")]
    private static partial Regex Ambient();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|#region|catch\s*(\([^)]*\))?\s*\{\s*\}|Thread\.Sleep")]
    private static partial Regex HalfDone();

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|ref) )*(?:class|record struct|record|struct|enum|interface|delegate) ", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
