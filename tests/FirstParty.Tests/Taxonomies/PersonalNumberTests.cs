using System.Globalization;
using System.Text.Json;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Taxonomies;

[TestFixture]
public sealed class PersonalNumberTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    private static IEnumerable<TestCaseData> Vectors()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Vectors", "taxonomy", "personnummer.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var asOf = DateOnly.Parse(document.RootElement.GetProperty("asOf").GetString()!, CultureInfo.InvariantCulture);
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            yield return new TestCaseData(vector.Clone(), asOf).SetName("{m}(" + vector.GetProperty("input").GetString() + ")");
        }
    }

    [TestCaseSource(nameof(Vectors))]
    public void TryParse_DoesAsTheVectorSays(JsonElement vector, DateOnly asOf)
    {
        var isValid = PersonalNumber.TryParse(vector.GetProperty("input").GetString(), asOf, out var number, out var error);

        isValid.ShouldBe(vector.GetProperty("valid").GetBoolean());
        if (!isValid)
        {
            error.ToString().ToLowerInvariant().ShouldBe(vector.GetProperty("error").GetString());
            return;
        }

        number.Digits.ShouldBe(vector.GetProperty("normalised").GetString());
        number.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(vector.GetProperty("birthDate").GetString());
        number.IsCoordinationNumber.ShouldBe(vector.GetProperty("coordinationNumber").GetBoolean());
        number.LegalSex.ToString().ToLowerInvariant().ShouldBe(vector.GetProperty("legalSexDigit").GetString());
    }

    // Checksums computed by hand from the Luhn rule over YYMMDDNNNC.
    [TestCase("121212+1212", "191212121212")]
    [TestCase("121212-1212", "201212121212")]
    [TestCase("19121212+1212", "191212121212")]
    [TestCase("8112189876", "198112189876")]
    public void Parse_FindsTheCentury(string text, string digits) => PersonalNumber.Parse(text, Today).Digits.ShouldBe(digits);

    [TestCase("811218-9876 ", PersonalNumberError.Format)]
    [TestCase("-8112189876", PersonalNumberError.Format)]
    [TestCase("811218--9876", PersonalNumberError.Format)]
    [TestCase("19-811218-9876", PersonalNumberError.Format)]
    [TestCase("８１１２１８-9876", PersonalNumberError.Format)]
    [TestCase("20991212-1212", PersonalNumberError.Checksum)]
    [TestCase("000000-0000", PersonalNumberError.Date)]
    [TestCase("00000101-0000", PersonalNumberError.Checksum)]
    [TestCase("20121212+1212", PersonalNumberError.Separator)]
    public void TryParse_SaysWhyNot(string text, PersonalNumberError expected)
    {
        PersonalNumber.TryParse(text, Today, out _, out var error).ShouldBeFalse();
        error.ShouldBe(expected);
    }

    [Test]
    public void TryParse_SaysFuture_WhenTheBirthDateHasNotCome()
    {
        PersonalNumber.TryParse("20121212-1212", new DateOnly(2012, 12, 11), out _, out var error).ShouldBeFalse();
        error.ShouldBe(PersonalNumberError.Future);
        PersonalNumber.TryParse("20121212-1212", new DateOnly(2012, 12, 12), out _).ShouldBeTrue();
    }

    [Test]
    public void Parse_TellsNothingOfTheNumber_WhenItFails() =>
        Should.Throw<PersonalNumberFormatException>(() => PersonalNumber.Parse("811218-9875", Today)).Message.ShouldNotContain("8112");

    [Test]
    public void Parse_ReadsTheClock() =>
        PersonalNumber.Parse("121212-1212", TimeProvider.System).BirthDate.ShouldBe(new DateOnly(2012, 12, 12));

    [Test]
    public void ToString_IsMasked() => PersonalNumber.Parse("811218-9876", Today).ToString().ShouldBe("••••••••-••••");

    [TestCase("19811218-9876", "198112189876")]
    [TestCase("198112189876", "198112189876")]
    [TestCase(" １９８１１２１８-9876 ", "198112189876")]
    [TestCase("19121212+1212", "191212121212")]
    [TestCase("811218-9876", null)] // Of which century depends on the day.
    [TestCase("19811218-9875", null)]
    [TestCase("19811318-9876", null)]
    [TestCase("", null)]
    public void Normaliser_GivesTwelveDigits_WhateverTheDay(string text, string? expected) =>
        PersonalNumber.Normaliser.Normalise(text, "SE").ShouldBe(expected);
}
