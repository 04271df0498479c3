using System.Text.RegularExpressions;
using FirstParty.Storage.Conformance;

namespace FirstParty.Tests.House;

/// <summary>Whoever follows the kit's README leaves no fixture out.</summary>
public sealed partial class ConformanceKitTests
{
    private static IEnumerable<string> Fixtures => typeof(StorageBackend).Assembly.GetExportedTypes()
        .Where(type => type.IsAbstract && type.IsGenericTypeDefinition && type != typeof(PortConformance<>))
        .Select(type => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]);

    [Test]
    public void Readme_NamesEveryFixture_AndNoOther()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "tests", "FirstParty.Storage.Conformance", "README.md"));
        Fixture().Matches(readme).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)
            .ShouldBe(Fixtures.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\[TestFixture\] public sealed class My\w+Tests : (?<name>\w+)<MyBackend>;")]
    private static partial Regex Fixture();
}
