using System.Text.Json;
using FirstParty.Consent;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class FoldVectorTests
{
    [TestCaseSource(nameof(Cases))]
    public void Decide_AgreesWithTheVector_ByThatName(JsonElement input, JsonElement expected)
    {
        var vector = new FoldVector(input);

        var decision = vector.Consent.Decide(vector.PurposeId, vector.Now, vector.KnownAt, vector.Fact);

        decision.Status.ToString().ShouldBe(expected.GetProperty("status").GetString());
        decision.Reason.Code().ShouldBe(expected.GetProperty("reason").GetString());
        decision.Allowed.ShouldBe(expected.GetProperty("allowed").GetBoolean());
        decision.RecordSequence.ShouldBe(expected.TryGetProperty("recordSeq", out var sequence) ? sequence.GetInt64() : null);
    }

    [TestCaseSource(nameof(Cases))]
    public void Decide_AnswersFromItsTable_AsTheFoldDoes(JsonElement input, JsonElement expected)
    {
        var vector = new FoldVector(input);
        var consent = vector.Consent;
        var everything = vector.Records.Max(record => (DateTimeOffset?)record.RecordedAt) ?? vector.Now;

        for (var at = DateTimeOffset.UnixEpoch; at <= vector.Now; at = at.AddHours(12))
        {
            consent.Decide(vector.PurposeId, at, vector.Fact).ShouldBe(consent.Decide(vector.PurposeId, at, everything, vector.Fact));
        }

        expected.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", "consent", "fold.json");
        foreach (var vector in JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("cases").EnumerateArray())
        {
            yield return new TestCaseData(vector.GetProperty("input"), vector.GetProperty("expected"))
                .SetArgDisplayNames(vector.GetProperty("name").GetString()!);
        }
    }
}
