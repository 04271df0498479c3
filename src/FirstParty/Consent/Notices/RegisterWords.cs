using System.Globalization;
using System.Text.RegularExpressions;
using FirstParty.Taxonomies;

namespace FirstParty.Consent.Notices;

/// <summary>Plain English for what registers and notices say, and its place in a Markdown table.</summary>
internal static partial class RegisterWords
{
    internal static string Of(LawfulBasis basis) => basis switch
    {
        LawfulBasis.Consent => "Your consent (GDPR 6(1)(a))",
        LawfulBasis.Contract => "Our contract with you (GDPR 6(1)(b))",
        LawfulBasis.LegalObligation => "A legal obligation (GDPR 6(1)(c))",
        LawfulBasis.VitalInterests => "Somebody's vital interests (GDPR 6(1)(d))",
        LawfulBasis.PublicTask => "A task in the public interest (GDPR 6(1)(e))",
        _ => "Our legitimate interests (GDPR 6(1)(f))",
    };

    internal static string ChoiceUnder(Purpose purpose) => purpose.Regime switch
    {
        ConsentRegime.OptIn => "Only if you agree; you can withdraw at any time",
        ConsentRegime.OptOut => "You can opt out at any time",
        ConsentRegime.Objection when purpose.CompellingGrounds is not null => "You can object; compelling grounds may override it",
        ConsentRegime.Objection => "You can object at any time",
        _ when purpose.DirectMarketing => "You can object at any time",
        _ => "Needed; there is no choice to make",
    };

    internal static string Of(Party party) => party switch
    {
        Party.Zero => "you, on purpose",
        Party.First => "you, by using the service",
        Party.Second => "a partner",
        _ => "a third party",
    };

    internal static string Of(Sensitivity sensitivity) => Spaced(sensitivity.ToString());

    internal static string Of(DataKind kind) => kind.ToString().ToLowerInvariant();

    internal static string Of(SpecialCategories categories) =>
        categories == SpecialCategories.None ? "" : Spaced(categories.ToString());

    internal static string Days(TimeSpan? duration) => duration switch
    {
        null => "until the purpose ends",
        { TotalDays: >= 1 } days => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(days.TotalDays):0} days"),
        { } hours => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(hours.TotalHours):0} hours"),
    };

    /// <summary>One cell's text: on one line, with nothing that Markdown or HTML would act on.</summary>
    internal static string Cell(string text) => Special().Replace(text, "\\$0").ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal);

    internal static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |\n";

    internal static string Head(params string[] titles) => Row(titles) + "|" + string.Concat(titles.Select(_ => "---|")) + "\n";

    private static string Spaced(string name) => Humps().Replace(name, " $0").ToLowerInvariant();

    [GeneratedRegex(@"[\\|`*_\[\]]", RegexOptions.CultureInvariant)]
    private static partial Regex Special();

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();
}
