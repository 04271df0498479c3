using System.Text.RegularExpressions;

namespace FirstParty.Tests.House;

public sealed partial class LayeringTests
{
    private static readonly string[] Layers =
        ["Identity", "Taxonomies", "Consent", "Events", "Profiles", "Segments", "Storage", "Pipeline", "Privacy"];

    private static IEnumerable<string> CoreFiles => Repository.Sources("src/FirstParty").Select(Repository.Relative);

    [TestCaseSource(nameof(CoreFiles))]
    public void File_KnowsOnlyLowerLayers(string file)
    {
        var layer = Array.IndexOf(Layers, file.Split('/')[2]);
        if (layer < 0)
        {
            return; // The root, diagnostics and serialization stand beside or above all layers.
        }

        var backEdges = Using().Matches(File.ReadAllText(Path.Combine(Repository.Root, file)))
            .Select(match => match.Groups[1].Value)
            .Where(used => used.Length == 0 || Array.IndexOf(Layers, used.Split('.')[0]) > layer);
        backEdges.ShouldBeEmpty($"{file} reaches up");
    }

    [TestCaseSource(nameof(CoreFiles))]
    public void Namespace_IsFolder(string file)
    {
        var folder = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.');
        var declared = Namespace().Match(File.ReadAllText(Path.Combine(Repository.Root, file)));
        if (declared.Success && !declared.Groups[1].Value.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)) // Where hosts look for Add… methods.
        {
            declared.Groups[1].Value.ShouldBe(folder);
        }
    }

    [TestCase("src/FirstParty", "FirstParty.Sqlite", "FirstParty.PostgreSql", "FirstParty.AspNetCore")]
    [TestCase("src/FirstParty.Sqlite", "FirstParty.PostgreSql", "FirstParty.AspNetCore")]
    [TestCase("src/FirstParty.PostgreSql", "FirstParty.Sqlite", "FirstParty.AspNetCore")]
    [TestCase("src/FirstParty.AspNetCore", "FirstParty.Sqlite", "FirstParty.PostgreSql")]
    public void Package_DoesNotKnowItsNeighbours(string package, params string[] neighbours)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        var guilty =
            from file in Repository.Sources(package)
            from neighbour in neighbours
            where Regex.IsMatch(File.ReadAllText(file), $@"^using {Regex.Escape(neighbour)}\b", RegexOptions.Multiline)
            select $"{Repository.Relative(file)} knows {neighbour}";
        guilty.ShouldBeEmpty();
    }

    [GeneratedRegex(@"^(?:global )?using (?:static )?FirstParty(?:\.([\w.]+))?;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
