using System.Text;

namespace FirstParty.Consent.Notices;

/// <summary>The register as a Markdown document.</summary>
internal static class RegisterMarkdown
{
    internal static string Write(ProcessingRegister register)
    {
        var text = new StringBuilder("# Record of processing activities\n\n");
        Controller(text, register.Controller);
        foreach (var activity in register.Activities)
        {
            Activity(text, activity);
        }

        if (!register.WithoutPurpose.IsEmpty)
        {
            text.Append("## Data held without a purpose of its own\n\n");
            Data(text, register.WithoutPurpose);
        }

        if (!register.Contradictions.IsEmpty)
        {
            text.Append("## Contradictions\n\n");
            text.AppendJoin("", register.Contradictions.Select(sentence => $"* {RegisterWords.Cell(sentence)}\n"));
        }

        return text.ToString();
    }

    private static void Controller(StringBuilder text, ControllerDetails controller)
    {
        text.Append(RegisterWords.Head("Controller", controller.Name)).Append(RegisterWords.Row("Contact", controller.Contact));
        (string Title, string? Value)[] rows =
        [
            ("Representative", controller.Representative),
            ("Data protection officer", controller.DataProtectionOfficer),
            ("Supervisory authority", controller.SupervisoryAuthority),
            ("Joint controllers", List(controller.JointControllers)),
            ("Transfers", List(controller.Transfers)),
            ("Security measures", controller.SecurityMeasures),
        ];
        foreach (var (title, value) in rows.Where(row => !string.IsNullOrEmpty(row.Value)))
        {
            text.Append(RegisterWords.Row(title, value!));
        }

        text.Append('\n');
    }

    private static void Activity(StringBuilder text, ProcessingActivity activity)
    {
        var purpose = activity.Purpose;
        text.Append("## ").Append(RegisterWords.Cell(purpose.TitleIn("en"))).Append("\n\n").Append(RegisterWords.Head("Purpose", purpose.Id));
        (string Title, string? Value)[] rows =
        [
            ("Lawful basis", RegisterWords.Of(purpose.LawfulBasis)),
            ("Choice", RegisterWords.ChoiceUnder(purpose)),
            ("Highest sensitivity", RegisterWords.Of(activity.Sensitivity)),
            ("Special categories", RegisterWords.Of(activity.SpecialCategories)),
            ("Ground for special categories", purpose.Article9Ground?.ToString()),
            ("Justification for national ids", purpose.NationalIdJustification),
            ("Authority for criminal offences", purpose.CriminalOffenceAuthority),
            ("Compelling grounds", purpose.CompellingGrounds),
            ("Automated decisions", purpose.AutomatedDecision ? "yes" : null),
            ("Sources", List(activity.Sources.Select(source => $"{source.Name} ({RegisterWords.Of(source.Party)})"))),
            ("Recipients", purpose.Recipients.IsEmpty ? "nobody but the controller" : List(purpose.Recipients)),
            ("Kept", RegisterWords.Days(activity.Retention)),
        ];
        foreach (var (title, value) in rows.Where(row => !string.IsNullOrEmpty(row.Value)))
        {
            text.Append(RegisterWords.Row(title, value!));
        }

        text.Append('\n');
        Data(text, activity.Data);
    }

    private static void Data(StringBuilder text, IReadOnlyCollection<ProcessedData> data)
    {
        if (data.Count == 0)
        {
            text.Append("No data is collected for it.\n\n");
            return;
        }

        text.Append(RegisterWords.Head("Data", "Key", "Kind", "Sensitivity", "Special categories", "Kept"));
        foreach (var item in data)
        {
            var definition = item.Definition;
            text.Append(RegisterWords.Row(
                item.Name,
                definition.Key,
                RegisterWords.Of(definition.Kind),
                RegisterWords.Of(definition.Sensitivity),
                RegisterWords.Of(definition.SpecialCategories),
                RegisterWords.Days(item.Retention)));
        }

        text.Append('\n');
    }

    private static string List(IEnumerable<string> items) => string.Join(", ", items);
}
