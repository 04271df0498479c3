namespace FirstParty.Consent.Notices;

/// <summary>The table of a privacy notice, generated from what the platform is configured to do. Titles are localised, the rest is English.</summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 13, 14</seealso>
public sealed class PrivacyNotice
{
    private readonly ProcessingRegister _register;

    internal PrivacyNotice(ProcessingRegister register) => _register = register;

    /// <summary>One row for each purpose, in the registry's order.</summary>
    /// <param name="locale">The BCP 47 language of the titles; null for English.</param>
    public IReadOnlyList<PrivacyNoticeRow> Rows(string? locale = null) =>
    [
        .. _register.Activities.Select(activity => new PrivacyNoticeRow(
            activity.Purpose.Id,
            activity.Purpose.TitleIn(locale),
            [.. activity.Data.Select(data => data.Name)],
            [.. activity.Sources.Select(source => source.Party).Distinct().Order().Select(RegisterWords.Of)],
            RegisterWords.Of(activity.Purpose.LawfulBasis),
            activity.Purpose.Recipients,
            RegisterWords.Days(activity.Retention),
            RegisterWords.ChoiceUnder(activity.Purpose))),
    ];

    /// <summary>The table in GitHub-flavoured Markdown.</summary>
    /// <param name="locale">The BCP 47 language of the titles; null for English.</param>
    public string ToMarkdown(string? locale = null) =>
        RegisterWords.Head("What for", "Which data", "From whom", "On what basis", "Who receives it", "How long", "Your choice")
        + string.Concat(Rows(locale).Select(row => RegisterWords.Row(
            row.Title,
            row.Data.IsEmpty ? "none of its own" : string.Join(", ", row.Data),
            string.Join("; ", row.From),
            row.Basis,
            row.Recipients.IsEmpty ? "nobody but us" : string.Join(", ", row.Recipients),
            row.Kept,
            row.Choice)));

    /// <summary>The table as an indented JSON array, an object for each row.</summary>
    /// <param name="locale">The BCP 47 language of the titles; null for English.</param>
    public string ToJson(string? locale = null) => RegisterJson.Write(Rows(locale));
}
