using System.Text.Json;
using FirstParty.Consent;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class StandardPurposesTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", "taxonomy", "purposes.json"))).RootElement;

    [TestCaseSource(nameof(Cases))]
    public void Mapping_AgreesWithTheVector_ForEachPurpose(JsonElement vector)
    {
        var mapping = StandardPurposes.All.Single(purpose => purpose.Id == vector.GetProperty("id").GetString()).Mapping;

        mapping.TcfPurposes.ShouldBe(Numbers(vector, "tcfPurposes"));
        mapping.TcfSpecialPurposes.ShouldBe(Numbers(vector, "tcfSpecialPurposes"));
        mapping.ConsentModeKeys.ShouldBe(Words(vector, "consentModeKeys"));
        mapping.FideslangUses.ShouldBe(Words(vector, "fideslangUses"));
        mapping.UsSignals.ShouldBe(Words(vector, "usSignals"));
    }

    [Test]
    public void Mapping_NamesTheSpecialFeatures_ThatTheVectorLists()
    {
        foreach (var feature in Vectors.GetProperty("specialFeatures").EnumerateObject())
        {
            StandardPurposes.All.Single(purpose => purpose.Id == feature.Name).Mapping.TcfSpecialFeatures.ShouldBe([feature.Value.GetInt32()]);
        }
    }

    [Test]
    public void All_MakeARegistry_WithoutMistakes() => new PurposeRegistry(StandardPurposes.All).Count.ShouldBe(32);

    [TestCase("device.storage", ConsentRegime.OptIn)]
    [TestCase("order.fulfil", ConsentRegime.None)]
    [TestCase("security.fraud", ConsentRegime.Objection)]
    [TestCase("data.sell", ConsentRegime.OptOut)]
    [TestCase("marketing.email", ConsentRegime.OptIn)]
    public void Regime_FollowsTheBasis_UnlessSetOtherwise(string id, ConsentRegime regime) =>
        new PurposeRegistry(StandardPurposes.All)[id].Regime.ShouldBe(regime);

    private static IEnumerable<TestCaseData> Cases() => Vectors.GetProperty("purposes").EnumerateArray()
        .Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("id").GetString()!));

    private static int[] Numbers(JsonElement vector, string name) => [.. vector.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    private static string[] Words(JsonElement vector, string name) =>
        [.. vector.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
