using System.Text.Json;
using FirstParty.Consent.Signals;

namespace FirstParty.Tests.Consent.Signals;

public sealed class GppStringTests
{
    private static readonly JsonElement Vectors = SignalVectors.Load("gpp", "gpp.json");

    [TestCaseSource(nameof(Valid))]
    public void Parse_ReadsEverySection(JsonElement vector)
    {
        var gpp = GppString.Parse(vector.Text("gpp"));
        var expected = vector.GetProperty("expected");

        gpp.Raw.ShouldBe(vector.Text("gpp"));
        gpp.Sections.Select(section => section.Id)
            .ShouldBe(expected.GetProperty("header").GetProperty("sectionIds").EnumerateArray().Select(id => id.GetInt32()));
        foreach (var property in expected.GetProperty("sections").EnumerateObject())
        {
            var section = gpp.Find(int.Parse(property.Name, System.Globalization.CultureInfo.InvariantCulture)).ShouldNotBeNull();
            section.Raw.ShouldBe(property.Value.Text("raw"));
            ShouldEqual(section, property.Value);
        }
    }

    [TestCaseSource(nameof(Headers))]
    public void ParseHeader_GivesTheSectionIds(JsonElement vector) => GppString.ParseHeader(vector.Text("header"))
        .ShouldBe(vector.GetProperty("expectedSectionIds").EnumerateArray().Select(id => id.GetInt32()));

    [TestCaseSource(nameof(Fibonacci))]
    public void ReadFibonacci_GivesTheNumber(JsonElement vector)
    {
        var bits = new BitWriter();
        foreach (var bit in vector.Text("bits"))
        {
            bits.Add(bit - '0', 1);
        }

        var reader = new BitReader(bits.ToString(), 0);
        GppHeader.ReadFibonacci(ref reader).ShouldBe(vector.GetProperty("n").GetInt32());
        reader.Failed.ShouldBeFalse();
    }

    [TestCaseSource(nameof(Malformed))]
    public void Parse_Refuses(JsonElement vector)
    {
        var refusal = Should.Throw<GppStringFormatException>(() => GppString.Parse(vector.Text("gpp")));

        refusal.Error.Code().ShouldBe(vector.Text("errorCode"));
        refusal.Position.ShouldBeInRange(0, vector.Text("gpp").Length);
        GppString.TryParse(vector.Text("gpp"), out _).ShouldBeFalse();
    }

    [TestCase("CAAAAAAAAABA", SignalError.NotGpp, Description = "type 2")]
    [TestCase("DBABLA~CAAAAAAA", SignalError.Truncated, Description = "a US section cut short")]
    [TestCase("DBABLA~CAAAAAAAAABA.gA", SignalError.UnknownSegmentType, Description = "segment type 2")]
    [TestCase("DBABLA~CAAAAAAAAABA.", SignalError.EmptySegment, Description = "an empty segment")]
    [TestCase("DBABLA~CAAAAAAAAABA.QB", SignalError.NonzeroPadding, Description = "padding after Gpc")]
    [TestCase("DBABMA~DQSiKwAQ", SignalError.UnsupportedVersion, Description = "TC version 3 in the European section")]
    public void Parse_RefusesToo(string text, SignalError error) =>
        Should.Throw<GppStringFormatException>(() => GppString.Parse(text)).Error.ShouldBe(error);

    [Test]
    public void Parse_Refuses_WhenTheHeaderNamesRangesWithoutEnd()
    {
        var bits = new BitWriter().Add(3, 6).Add(1, 6).Add(4095, 12);
        for (var i = 0; i < 4095; i++)
        {
            bits.Add(1, 1).Add(0b11, 2).Add(0b101010101010101011, 18);
        }

        Should.Throw<GppStringFormatException>(() => GppString.Parse(bits.ToString())).Error.ShouldBe(SignalError.BadSectionIds);
        var zeros = "DBAB" + new string('A', 100_000);
        Should.Throw<GppStringFormatException>(() => GppString.Parse(zeros)).Error.ShouldBe(SignalError.Truncated);
    }

    [Test]
    public void Parse_KeepsSectionsThatItDoesNotKnow()
    {
        // Section 5, Canada, is carried; usnat in version 9 is too.
        var header = new BitWriter().Add(3, 6).Add(1, 6).Add(2, 12).Add(0, 1).Add(0b00011, 5).Add(0, 1).Add(0b011, 3);
        var gpp = GppString.Parse($"{header}~anything at all~JAAA");

        gpp.Sections.Select(section => section.Id).ShouldBe([5, 7]);
        gpp.Find(5)!.Raw.ShouldBe("anything at all");
        gpp.Find(7)!.Us.ShouldBeNull();
    }

    [Test]
    public void Parse_ReadsTheFirstNationalVersion()
    {
        var core = new BitWriter().Add(1, 6).Add(0b01_01_01_01_00_00, 12).Add(0b01_10_01, 6);
        for (var activity = 1; activity <= 12; activity++)
        {
            core.Add(activity == 8 ? 1 : 2, 2);
        }

        core.Add(0b01_10, 4).Add(0, 2).Add(0b01_00_00, 6);
        var section = GppString.Parse($"DBABLA~{core}").Find(7)!.Us!;

        section.Version.ShouldBe(1);
        section.Find("SensitiveDataProcessing")!.Values.ShouldBe([2, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2]);
        section.Find("KnownChildSensitiveDataConsents")!.Values.ShouldBe([1, 2]);
        section.Find("TargetedAdvertisingOptOut")!.Values.ShouldBe([1]);
        section.Gpc.ShouldBeNull();
    }

    private static void ShouldEqual(GppSection section, JsonElement expected)
    {
        (section.Tcf is null).ShouldBe(!expected.TryGetProperty("tcf", out var tcf));
        (section.UsPrivacy is null).ShouldBe(!expected.TryGetProperty("usp", out var usp));
        (section.Us is null).ShouldBe(!expected.TryGetProperty("core", out var core));
        if (section.Tcf is not null)
        {
            section.Tcf.ShouldEqual(tcf);
        }

        if (section.UsPrivacy is { } usPrivacy)
        {
            usPrivacy.ShouldBe(new UsPrivacyString(
                Answer(usp.Text("Notice")), Answer(usp.Text("OptOutSale")), Answer(usp.Text("LspaCovered"))));
        }

        if (section.Us is { } us)
        {
            var fields = core.EnumerateObject().Where(property => property.Name != "Version").ToArray();
            us.Version.ShouldBe(core.GetProperty("Version").GetInt32());
            us.Fields.Select(field => field.Name).ShouldBe(fields.Select(property => property.Name));
            us.Fields.Select(field => string.Join(',', field.Values)).ShouldBe(fields.Select(property => Values(property.Value)));
            us.Gpc.ShouldBe(expected.TryGetProperty("gpc", out var gpc) ? gpc.GetProperty("Gpc").GetBoolean() : null);
        }
    }

    private static string Values(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Join(',', value.EnumerateArray()) : value.ToString();

    private static bool? Answer(string letter) => letter == "-" ? null : letter == "Y";

    private static IEnumerable<TestCaseData> Valid() => Cases("valid", vector => vector.Text("name"));

    private static IEnumerable<TestCaseData> Headers() => Cases("headers", vector => vector.Text("header"));

    private static IEnumerable<TestCaseData> Fibonacci() => Cases("fibonacci", vector => $"{vector.GetProperty("n")}");

    private static IEnumerable<TestCaseData> Malformed() => Cases("malformed", vector => vector.Text("why"));

    private static IEnumerable<TestCaseData> Cases(string name, Func<JsonElement, string> title) =>
        Vectors.GetProperty(name).EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(title(vector)));
}
