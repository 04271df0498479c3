using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Reads a definition.</summary>
internal static class DefinitionReader
{
    public static SegmentDefinition Read(RuleNode node)
    {
        node.AllowOnly(Vocabulary.Definition);
        _ = node.Find("$schema")?.Text();
        var version = node.Find("version") is { } versionNode ? ReadVersion(versionNode) : 1;
        var when = new ConditionReader().Read(node.Require("when"));
        if (FormatVersion.Of(when) > version)
        {
            throw (node.Find("version") ?? node).Error(
                $"\"version\":2 is needed for {string.Join(", ", FormatVersion.NewerWords(when).Distinct(StringComparer.Ordinal))}.");
        }

        var id = node.Require("id");
        return new SegmentDefinition
        {
            Id = IsId(id.Text()) ? id.Text() : throw id.Error("An id is lower-case letters, digits, '-' and '_', and starts with a letter or digit."),
            Name = node.Find("name")?.Text(),
            Description = node.Find("description")?.Text(),
            Purpose = node.Find("purpose")?.Text(),
            TimeZone = node.Find("timezone") is { } zone ? zone.Make(() => Zones.Check(zone.Text(), "timezone")) : null,
            When = when,
        };
    }

    private static int ReadVersion(RuleNode node) => node.Integer() is >= 1 and <= FormatVersion.Newest and var version
        ? version
        : throw node.Error($"The versions of this format are 1 to {FormatVersion.Newest}.");

    private static bool IsId(string id) =>
        id.Length is > 0 and <= 100
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
        && id[0] is not ('-' or '_');
}
