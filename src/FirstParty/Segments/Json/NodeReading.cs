using System.Text.Json;
using FirstParty.Events;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Reads the small parts of a definition, each failure with its place.</summary>
internal static class NodeReading
{
    /// <summary>Refuses any key but these.</summary>
    public static void AllowOnly(this RuleNode node, IReadOnlyCollection<string> keys)
    {
        node.Expect(JsonValueKind.Object, "an object");
        foreach (var child in node.Items.Where(child => !keys.Contains(child.Key)))
        {
            var shown = child.Key.Length <= 64 ? $"\"{child.Key}\"" : "this";
            throw child.Error($"There is no {shown} here.{Suggestions.For(child.Key, keys)}");
        }
    }

    public static void Expect(this RuleNode node, JsonValueKind kind, string what)
    {
        if (node.Kind != kind)
        {
            throw node.Error($"This must be {what}.");
        }
    }

    public static RuleNode Require(this RuleNode node, string key) => node.Find(key) ?? throw node.Error($"\"{key}\" is missing.");

    public static string Text(this RuleNode node) => node.Scalar?.AsString() ?? throw node.Error("This must be a text.");

    public static decimal Number(this RuleNode node) => node.Scalar?.AsNumber() ?? throw node.Error("This must be a number.");

    public static bool Truth(this RuleNode node) => node.Scalar?.AsBoolean() ?? throw node.Error("This must be true or false.");

    public static int Integer(this RuleNode node) =>
        node.Number() is var number && number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw node.Error("This must be a whole number.");

    public static AttributeValue ScalarValue(this RuleNode node) => node.Scalar ?? throw node.Error("This must be a text, a number, true or false.");

    public static ValueList<T> List<T>(this RuleNode node, Func<RuleNode, T> read)
    {
        node.Expect(JsonValueKind.Array, "an array");
        return node.Items.Select(read).ToValueList();
    }

    public static TimeSpan Duration(this RuleNode node)
    {
        var text = node.Text();
        return Durations.TryParse(text, out var duration)
            ? duration
            : throw node.Error("A duration is a whole number of s, m, h, d or w, over zero and at most 36500d, such as \"30d\". Months and years vary: use \"calendar\".");
    }

    public static DateTimeOffset Instant(this RuleNode node) => Instants.TryParse(node.Text(), out var instant)
        ? instant
        : throw node.Error("An instant is written in ISO 8601, such as \"2026-11-01\" or \"2026-11-01T08:00:00Z\".");

    public static T OneOf<T>(this RuleNode node, IReadOnlyDictionary<string, T> words)
    {
        var text = node.Text();
        return words.TryGetValue(text, out var value)
            ? value
            : throw node.Error($"This must be one of {string.Join(", ", words.Keys.Select(word => $"\"{word}\""))}.{Suggestions.For(text, words.Keys)}");
    }

    /// <summary>Makes a part of a rule; what it refuses is an error at this node.</summary>
    public static T Make<T>(this RuleNode node, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            var parameter = error.ParamName is null ? string.Empty : $" (Parameter '{error.ParamName}')";
            throw node.Error(error.Message.Replace(parameter, string.Empty, StringComparison.Ordinal), error);
        }
    }
}
