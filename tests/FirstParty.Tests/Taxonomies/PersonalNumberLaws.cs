using System.Globalization;
using FirstParty.Taxonomies;
using FsCheck.Fluent;

namespace FirstParty.Tests.Taxonomies;

/// <summary>Personal numbers made by the published rule, check digit and all, in every spelling; and what is one digit away from them.</summary>
public sealed class PersonalNumberLaws
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    private static FsCheck.Arbitrary<(DateOnly Born, int Serial, bool IsCoordination)> Numbers =>
        (from day in Gen.Choose(0, Today.DayNumber - new DateOnly(1908, 1, 1).DayNumber)
         from serial in Gen.Choose(1, 999)
         from coordination in Gen.Elements(true, false)
         select (new DateOnly(1908, 1, 1).AddDays(day), serial, coordination)).ToArbitrary();

    [Law(MaxTest = 500)]
    public FsCheck.Property Parse_ReadsEverySpelling() => FsCheck.Fluent.Prop.ForAll(Numbers, made =>
    {
        var (ten, twelve, separator) = Write(made);
        string[] spellings = [twelve, $"{twelve[..8]}{separator}{twelve[8..]}", $"{ten[..6]}{separator}{ten[6..]}"];
        foreach (var text in spellings)
        {
            PersonalNumber.TryParse(text, Today, out var number, out var error).ShouldBeTrue($"{text}: {error}");
            (number.Digits, number.BirthDate, number.IsCoordinationNumber).ShouldBe((twelve, made.Born, made.IsCoordination));
            number.LegalSex.ShouldBe(made.Serial % 2 == 1 ? LegalSex.Male : LegalSex.Female);
        }
    });

    [Law(MaxTest = 500)]
    public FsCheck.Property Parse_RefusesWhatIsOneDigitAway() => FsCheck.Fluent.Prop.ForAll(Numbers, Gen.Choose(2, 11).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (made, at, by) =>
    {
        var twelve = Write(made).Twelve;
        var wrong = string.Concat(twelve.Select((digit, index) => index == at ? (char)('0' + ((digit - '0' + by) % 10)) : digit));
        PersonalNumber.TryParse(wrong, Today, out _).ShouldBeFalse(wrong);
    });

    [Law(MaxTest = 200)]
    public FsCheck.Property Parse_RefusesDigitsOfOtherScripts() => FsCheck.Fluent.Prop.ForAll(Numbers, Gen.Choose(0, 11).ToArbitrary(), (made, at) =>
    {
        var twelve = Write(made).Twelve;
        var foreign = string.Concat(twelve.Select((digit, index) => index == at ? (char)('\u0660' + digit - '0') : digit));
        PersonalNumber.TryParse(foreign, Today, out _).ShouldBeFalse();
    });

    private static (string Ten, string Twelve, char Separator) Write((DateOnly Born, int Serial, bool IsCoordination) made)
    {
        var day = made.Born.Day + (made.IsCoordination ? 60 : 0);
        var nine = string.Create(CultureInfo.InvariantCulture, $"{made.Born.Year % 100:D2}{made.Born.Month:D2}{day:D2}{made.Serial:D3}");

        // Luhn over the nine digits, the first doubled.
        var sum = nine.Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 2 : 1)).Sum(product => (product / 10) + (product % 10));
        var ten = nine + (char)('0' + ((10 - (sum % 10)) % 10));
        return (ten, string.Create(CultureInfo.InvariantCulture, $"{made.Born.Year / 100}{ten}"), Age(made.Born) >= 100 ? '+' : '-');
    }

    // The sign changes with the year in which somebody turns a hundred.
    private static int Age(DateOnly born) => Today.Year - born.Year;
}
