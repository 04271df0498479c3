using System.Text;
using System.Text.Json;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Scanning;
using FsCheck.Fluent;

namespace FirstParty.Tests.Taxonomies.Scanning;

[TestFixture]
public sealed class FreeTextScannerTests
{
    // The personal numbers are those of Vectors/taxonomy/personnummer.json; the card numbers are the networks' published test numbers.
    [TestCase("my number is 811218-9876, thanks")]
    [TestCase("8112189876")]
    [TestCase("(19811218-9876)")]
    [TestCase("pnr:198112189876.")]
    [TestCase("811218+9876")]
    [TestCase("811218 9876")]
    [TestCase("811218–9876")]
    [TestCase("811278-9873")]
    [TestCase("x\n640823-3234\ty")]
    [TestCase("https://shop.se/?q=811218%2D9876")]
    public void ScanText_FindsPersonalNumbers(string text)
    {
        var result = FreeTextScanner.Default.ScanText(text);

        result.Sensitivity.ShouldBe(Sensitivity.NationalId);
        result.HoldsNationalId.ShouldBeTrue();
        result.Findings.Single().Kind.ShouldBe(ScanFindingKind.PersonalNumber);
    }

    [TestCase("4111111111111111")]
    [TestCase("4111 1111 1111 1111")]
    [TestCase("pay with 5555-5555-5555-4444 please")]
    [TestCase("378282246310005")]
    [TestCase("3782 822463 10005")]
    [TestCase("30569309025904")]
    [TestCase("3056 930902 5904")]
    [TestCase("6011111111111117")]
    [TestCase("3530111333300000")]
    [TestCase("4222222222222")]
    [TestCase("year 2024 4111 1111 1111 1111")]
    public void ScanText_FindsCardNumbers(string text)
    {
        var result = FreeTextScanner.Default.ScanText(text);

        result.Sensitivity.ShouldBe(Sensitivity.Confidential);
        result.Findings.Single().Kind.ShouldBe(ScanFindingKind.CardNumber);
    }

    [TestCase("medicine")]
    [TestCase("Buy MEDICINES here")]
    [TestCase("/lakemedel/alvedon")]
    [TestCase("/l%C3%A4kemedel/")]
    [TestCase("Läkemedelslista")]
    [TestCase("La\u0308kemedel")]
    [TestCase("LÄKEMEDEL")]
    [TestCase("med\u00ADicine")]
    [TestCase("https://www.apoteket.se/produkter")]
    [TestCase("category_pharmacy")]
    [TestCase("I have diabetes.")]
    [TestCase("jag är gravid")]
    public void ScanText_FindsWordsAboutHealth(string text)
    {
        var result = FreeTextScanner.Default.ScanText(text);

        result.Sensitivity.ShouldBe(Sensitivity.SpecialCategory);
        result.SpecialCategories.ShouldBe(SpecialCategories.Health);
    }

    [TestCase("")]
    [TestCase("a phone case in red")]
    [TestCase("medicineball")]
    [TestCase("811218-9875")]
    [TestCase("811318-9876")]
    [TestCase("20811218-98760")]
    [TestCase("a8112189876")]
    [TestCase("8112189876b")]
    [TestCase("GA1.2.8112189876.1617182020")]
    [TestCase("4111111111111112")]
    [TestCase("41111111111111110000")]
    [TestCase("1700000000000")]
    [TestCase("7310865004703")]
    [TestCase("550e8400-e29b-41d4-a716-446655440000")]
    [TestCase("2026-11-21T10:00:00.000Z")]
    [TestCase("%")]
    [TestCase("%C3%28 100%")]
    public void ScanText_FindsNothing_InEverydayText(string text) => FreeTextScanner.Default.ScanText(text).ShouldBeSameAs(ScanResult.Clean);

    [Test]
    public void Scan_NamesThePropertyAndNeverTheValue()
    {
        var result = Scan("""{"title":"Phone case","note":{"to":["call 811218-9876"]},"k\u00f6p":"Alvedon","n":198112189876,"c":4111111111111111}""");

        result.Findings.ShouldBe(
        [
            new ScanFinding("note", ScanFindingKind.PersonalNumber, SpecialCategories.None),
            new ScanFinding("köp", ScanFindingKind.SensitiveWord, SpecialCategories.Health),
            new ScanFinding("n", ScanFindingKind.PersonalNumber, SpecialCategories.None),
            new ScanFinding("c", ScanFindingKind.CardNumber, SpecialCategories.None),
        ]);
        result.Sensitivity.ShouldBe(Sensitivity.SpecialCategory);
        result.HoldsNationalId.ShouldBeTrue();
    }

    [Test]
    public void Scan_ReadsNamesOfProperties_AndDoesNotRepeatThem()
    {
        var result = Scan("""{"811218-9876":1}""");

        result.Findings.ShouldBe([new ScanFinding("", ScanFindingKind.PersonalNumber, SpecialCategories.None)]);
    }

    [TestCase("""{"phone":"0701011234"}""")]
    [TestCase("""{"order_id":"8112189876"}""")]
    [TestCase("""{"telefon":"8112189876"}""")]
    public void Scan_TakesTenBareDigitsForACode_WhereTheNameSaysSo(string properties) => Scan(properties).IsClean.ShouldBeTrue();

    [TestCase("""{"phon\u0065":"8112189876"}""")]
    [TestCase("""{"ids":1,"order_\u0069\u0064":"8112189876"}""")]
    [TestCase("""{"telefon":[{"note":1},["x"],"8112189876"]}""")]
    public void Scan_TakesTenBareDigitsForACode_HoweverTheNameIsWritten(string properties) => Scan(properties).IsClean.ShouldBeTrue();

    [TestCase("""{"x\tel":"8112189876"}""", Description = "a tab and 'el'")]
    [TestCase("""{"x\fax":"8112189876"}""", Description = "a form feed and 'ax'")]
    [TestCase("""{"x":[{"telefon":1},"8112189876"]}""")]
    [TestCase("""{"x":[[{"telefon":1}],"8112189876"]}""")]
    [TestCase("""{"telefon":{"x":"8112189876"}}""")]
    [TestCase("""{"8112189876 telefon":1}""", Description = "it is in the name itself")]
    public void Scan_TakesTenBareDigitsForAPersonalNumber_WhereTheNameOnlySeemsToSayOtherwise(string properties) =>
        Scan(properties).HoldsNationalId.ShouldBeTrue();

    [TestCase(64, 64)]
    [TestCase(65, 0)]
    [TestCase(5_000, 0)]
    public void Scan_NamesNoOtherProperty_WhenTheNameIsTooLong(int length, int told) =>
        Scan($$"""{"{{new string('n', length)}}":"811218-9876"}""").Findings.ShouldHaveSingleItem().Property.ShouldBe(new string('n', told));

    [TestCase("\"811218-9876\"")]
    [TestCase("[[\"811218-9876\"]]")]
    [TestCase("\"\\u0038\\u0031\\u0031218-9876\"")]
    [TestCase("\"\\ud800 811218-9876\"")]
    public void Scan_ReadsAnyJsonValue(string json) => Scan(json).HoldsNationalId.ShouldBeTrue();

    // The page of a pharmacy, as a Segment page call sends it.
    [Test]
    public void Scan_RaisesAPageAboutMedicine() =>
        Scan("""{"path":"/c/Medicine","title":"Shop","url":"https://shop.example/c/Medicine","search":"","referrer":""}""")
            .SpecialCategories.ShouldBe(SpecialCategories.Health);

    [Test]
    public void WithWords_AddsWordsOfAnyCategory()
    {
        var scanner = FreeTextScanner.NumbersOnly
            .WithWords(SpecialCategories.TradeUnionMembership, "Fackförbund*", "union")
            .WithWords(SpecialCategories.PoliticalOpinions, "union");

        scanner.ScanText("FACKFORBUNDET").SpecialCategories.ShouldBe(SpecialCategories.TradeUnionMembership);
        scanner.ScanText("union").SpecialCategories.ShouldBe(SpecialCategories.TradeUnionMembership | SpecialCategories.PoliticalOpinions);
        scanner.ScanText("medicine").IsClean.ShouldBeTrue();
        scanner.ScanText("reunion").IsClean.ShouldBeTrue();
    }

    [Test]
    public void WithoutWords_TakesWordsAway()
    {
        var scanner = FreeTextScanner.Default.WithoutWords("Patients", "läkemedel*");

        scanner.ScanText("patients and lakemedel").IsClean.ShouldBeTrue();
        scanner.ScanText("medicin").IsClean.ShouldBeFalse();
    }

    [TestCase("two words")]
    [TestCase("x")]
    [TestCase("*")]
    [TestCase("a*b")]
    [TestCase("")]
    public void WithWords_Throws_WhenAWordIsMalformed(string word) =>
        Should.Throw<ArgumentException>(() => FreeTextScanner.Default.WithWords(SpecialCategories.Health, word));

    [Test]
    public void WithWords_Throws_WhenNoCategoryIsNamed() =>
        Should.Throw<ArgumentException>(() => FreeTextScanner.Default.WithWords(SpecialCategories.None, "word"));

    [Test]
    public void Scan_ListsFindingsUpToItsBound()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 100).Select(index => $"\"p{index}\":\"hiv\"")) + "}";

        Scan(json).Findings.Length.ShouldBe(ScanResult.MaxFindings);
    }

    [TestCase("1 ")]
    [TestCase("4111 ")]
    [TestCase("411111-")]
    [TestCase("4444-4444-")]
    [TestCase("811218-")]
    [TestCase("a\u0308")]
    [TestCase("%C3%A4")]
    public void ScanText_TakesLinearTime(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 200_000 / unit.Length));

        // A quadratic scan of 200,000 characters takes minutes.
        Quickest.Of(() => FreeTextScanner.Default.ScanText(text), TimeSpan.FromSeconds(2)).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [TestCase("{")]
    [TestCase("")]
    [TestCase("nul")]
    public void Scan_Throws_WhenTheBytesAreNotJson(string json) => Should.Throw<JsonException>(() => Scan(json));

    [Test]
    public void Scan_Throws_WhenNestedTooDeep() => Should.Throw<JsonException>(() => Scan(new string('[', 65) + new string(']', 65)));

    [Test]
    public void Scan_AllocatesNothing_WhenNothingIsFound()
    {
        var json = """{"title":"Röd mobilskal, 100% återvunnen","price":199.00,"url":"https://shop.example/c/cases?page=2"}"""u8.ToArray();
        FreeTextScanner.Default.Scan(json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        FreeTextScanner.Default.Scan(json);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Law(MaxTest = 200)]
    public FsCheck.Property Scan_FindsANumberWhateverSurroundsIt(string? before, string? after)
    {
        var text = $"{before?.Replace('%', '_')} 811218-9876 {after?.Replace('%', '_')}";
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["note"] = text });

        return (FreeTextScanner.Default.Scan(json).HoldsNationalId || EndsInDigits(before)).ToProperty();
    }

    [Law(MaxTest = 200)]
    public void ScanText_NeverThrows(string? text) => FreeTextScanner.Default.ScanText(text).ShouldNotBeNull();

    private static bool EndsInDigits(string? text) => text is { Length: > 0 } && char.IsAsciiLetterOrDigit(text[^1]);

    private static ScanResult Scan(string json) => FreeTextScanner.Default.Scan(Encoding.UTF8.GetBytes(json));
}
