using System.Reflection;
using System.Text.Json;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Taxonomies;

[TestFixture]
public sealed class StandardTests
{
    private static readonly JsonElement[] Vectors = Read();

    private static IEnumerable<TestCaseData> Entries() =>
        Vectors.Select(entry => new TestCaseData(entry).SetName("{m}(" + entry.GetProperty("key").GetString() + ")"));

    [Test]
    public void All_HoldsEachEntryOnce_InTheOrderOfTheVectors() =>
        Standard.All.Select(definition => definition.Key).ShouldBe(Vectors.Select(entry => Text(entry, "key")!));

    [TestCaseSource(nameof(Entries))]
    public void All_SaysWhatTheVectorSays(JsonElement entry)
    {
        var definition = Standard.All.Single(known => known.Key == Text(entry, "key"));

        (definition is EventDefinition ? "Event" : "Attribute").ShouldBe(Text(entry, "type"));
        definition.ValueName.ShouldBe(Text(entry, "valueType"));
        definition.Kind.ShouldBe(Enum.Parse<DataKind>(Text(entry, "kind")!));
        definition.Sensitivity.ShouldBe(Enum.Parse<Sensitivity>(Text(entry, "sensitivity")!));
        definition.SpecialCategories.ShouldBe(Enum.Parse<SpecialCategories>(Text(entry, "specialCategory") ?? "None"));
        definition.PersonaClass.ShouldBe(Enum.Parse<PersonaClass>(Text(entry, "personaClass")!));
        definition.Structure.ShouldBe(Enum.Parse<DataStructure>(Text(entry, "structure")!));
        definition.TypicalParty.ShouldBe(Enum.Parse<Party>(Text(entry, "typicalParty")!));
        definition.TypicalExplicitness.ShouldBe(Enum.Parse<Explicitness>(Text(entry, "typicalExplicitness")!));
        definition.Form.ShouldBe(Enum.Parse<DataForm>(Text(entry, "form")!));
        definition.Fideslang.ShouldBe(Text(entry, "fideslang"));
        definition.CaliforniaSensitive.ShouldBe(entry.GetProperty("californiaSensitive").GetBoolean());
        definition.WireNames.ShouldBe(entry.TryGetProperty("wireNames", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : []);
    }

    [TestCaseSource(nameof(Entries))]
    public void Path_IsTheNetNameOfTheVector(JsonElement entry)
    {
        var path = Text(entry, "netName")!.Split('.');
        var holder = path[1..^1].Aggregate(typeof(Standard), (type, step) => type.GetNestedType(step).ShouldNotBeNull());

        holder.GetProperty(path[^1], BindingFlags.Public | BindingFlags.Static).ShouldNotBeNull()
            .GetValue(null).ShouldBeSameAs(Standard.All.Single(known => known.Key == Text(entry, "key")));
    }

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static JsonElement[] Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Vectors", "taxonomy", "catalogue.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.Clone())];
    }
}
