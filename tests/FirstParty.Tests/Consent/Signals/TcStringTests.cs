using System.Text.Json;
using FirstParty.Consent.Signals;

namespace FirstParty.Tests.Consent.Signals;

public sealed class TcStringTests
{
    [TestCaseSource(nameof(Valid))]
    public void Parse_ReadsEveryField(JsonElement vector)
    {
        var tc = TcString.Parse(vector.Text("tcString"));

        tc.Raw.ShouldBe(vector.Text("tcString"));
        tc.ShouldEqual(vector.GetProperty("expected"));
        tc.Findings.Select(finding => finding.Code())
            .ShouldBe(vector.GetProperty("policyFindings").EnumerateArray().Select(finding => finding.GetString()!), ignoreOrder: true);
    }

    [TestCaseSource(nameof(Malformed))]
    public void Parse_Refuses(JsonElement vector)
    {
        var text = vector.Text("tcString");

        var refusal = Should.Throw<TcStringFormatException>(() => TcString.Parse(text));

        refusal.Error.Code().ShouldBe(vector.Text("errorCode"));
        refusal.Position.ShouldBeInRange(0, text.Length);
        TcString.TryParse(text, out _).ShouldBeFalse();
    }

    [TestCase(" CQSiKwAQ", 0)]
    [TestCase("CQSi+wAQ", 4)]
    [TestCase("CQSiKwAQSiKwAAfKABENB-FsAP_gAEPgACQgAGOBQAKYCAAA.IAKP__8A.Y=", 59)]
    public void Parse_SaysWhere(string text, int position) =>
        Should.Throw<TcStringFormatException>(() => TcString.Parse(text)).Position.ShouldBe(position);

    [TestCase("CQSiKwAQSiKwAAfKABENB-FsAP_gAEPgACQgAGOBQAKYCAAA.IAKP__8A.IAKP__8A", SignalError.DuplicateSegment)]
    [TestCase("CQSiKwAQSiKwAAfKABENB-FsAP_gAEPgACQgAGOBQAKYCAAB.IAKP__8A", SignalError.NonzeroPadding)]
    [TestCase(".IAKP__8A", SignalError.EmptySegment)]
    [TestCase("CQSiKwAQSiKwAAfKABG5B-FsAP_gAEPgACQgAGOBQAKYCAAA", SignalError.BadLetter)]
    public void Parse_RefusesToo(string text, SignalError error) =>
        Should.Throw<TcStringFormatException>(() => TcString.Parse(text)).Error.ShouldBe(error);

    [Test]
    public void Parse_Refuses_WhenTheTextIsTooLong()
    {
        TcString.TryParse(new string('C', TcString.MaxLength + 1), out _).ShouldBeFalse();
        TcString.TryParse(null, out _).ShouldBeFalse();
    }

    [Test]
    public void Parse_AllocatesLittle_WhenAHostileTextAnnouncesMuch()
    {
        // Restriction after restriction of every vendor: small in the text, and never expanded.
        var bits = new BitWriter().CoreUpToVendors().Vendors().Vendors().Add(4095, 12);
        for (var i = 0; i < 4095; i++)
        {
            bits.Add(2, 6).Add(0, 2).Add(1, 12).Add(1, 1).Add(1, 16).Add(65535, 16);
        }

        var text = bits.ToString();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var tc = TcString.Parse(text);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
        tc.PublisherRestrictions.Count.ShouldBe(4095);
        tc.PublisherRestrictions[4094].AppliesTo(65535).ShouldBeTrue();
    }

    [Test]
    public void Parse_IsQuick_WhenManyRangesCoverEveryVendor()
    {
        var bits = new BitWriter().CoreUpToVendors().Add(65535, 16).Add(1, 1).Add(4095, 12);
        for (var i = 0; i < 4095; i++)
        {
            bits.Add(1, 1).Add(1, 16).Add(65535, 16);
        }

        var text = bits.Vendors().Add(0, 12).ToString();
        TcString.Parse(text).VendorConsents.Count.ShouldBe(65535);
        Quickest.Of(() => TcString.Parse(text), TimeSpan.FromSeconds(1)).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private static IEnumerable<TestCaseData> Valid() => Cases("valid.json").Concat(Cases("edge.json"));

    private static IEnumerable<TestCaseData> Malformed() => Cases("malformed.json");

    private static IEnumerable<TestCaseData> Cases(string file) => SignalVectors.Load("tcf", file).EnumerateArray()
        .Select((vector, index) => new TestCaseData(vector).SetArgDisplayNames($"{file} {index} {vector.Text("name")}"));
}
