using System.Collections.Frozen;

namespace FirstParty.Segments.Evaluation;

/// <summary>What other rule languages and people call the words of this one: no distance between spellings would tell.</summary>
internal static class OtherWords
{
    private static readonly FrozenDictionary<string, string[]> Ours = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["and"] = ["all"], ["&&"] = ["all"], ["every"] = ["all"], ["allof"] = ["all"], ["must"] = ["all"],
        ["or"] = ["any"], ["||"] = ["any"], ["some"] = ["any"], ["anyof"] = ["any", "in"], ["should"] = ["any"],
        ["!"] = ["not"], ["nor"] = ["not"], ["none"] = ["not"], ["mustnot"] = ["not"], ["noneof"] = ["hasNone", "nin", "not"],
        ["="] = ["eq"], ["=="] = ["eq"], ["==="] = ["eq"], ["equals"] = ["eq"], ["equal"] = ["eq"], ["equalto"] = ["eq"], ["exactly"] = ["eq"], ["exact"] = ["eq"],
        ["!="] = ["ne"], ["<>"] = ["ne"], ["!=="] = ["ne"], ["neq"] = ["ne"], ["notequals"] = ["ne"], ["notequal"] = ["ne"], ["isnot"] = ["ne"],
        [">"] = ["gt"], ["greaterthan"] = ["gt"], ["morethan"] = ["gt"], ["over"] = ["gt", "within"],
        [">="] = ["gte"], ["ge"] = ["gte"], ["greaterthanorequal"] = ["gte"], ["atleast"] = ["atLeast", "gte"], ["minimum"] = ["gte"],
        ["<"] = ["lt"], ["lessthan"] = ["lt"], ["under"] = ["lt"], ["fewerthan"] = ["lt"],
        ["<="] = ["lte"], ["le"] = ["lte"], ["lessthanorequal"] = ["lte"], ["atmost"] = ["lte"], ["maximum"] = ["lte"],
        ["oneof"] = ["in"], ["isin"] = ["in"], ["notin"] = ["nin"], ["regex"] = ["matches"], ["regexp"] = ["matches"], ["match"] = ["matches"],
        ["icontains"] = ["contains"], ["prefix"] = ["startsWith"], ["suffix"] = ["endsWith"], ["elemmatch"] = ["hasAny"], ["length"] = ["size"],
        ["isset"] = ["exists"], ["present"] = ["exists"], ["isnull"] = ["exists"], ["isnotset"] = ["exists"], ["type"] = ["is"],
        ["field"] = ["trait"], ["attribute"] = ["trait"], ["attr"] = ["trait"], ["user"] = ["trait"], ["var"] = ["trait"], ["property"] = ["prop", "trait"],
        ["filter"] = ["where"], ["if"] = ["where", "when"], ["conditions"] = ["all", "when"], ["rule"] = ["when"], ["rules"] = ["all", "when"],
        ["times"] = ["count"], ["total"] = ["sum"], ["average"] = ["avg"], ["mean"] = ["avg"], ["unique"] = ["distinct"], ["window"] = ["within"], ["during"] = ["within"],
        ["audience"] = ["segment"], ["cohort"] = ["segment"], ["memberof"] = ["segment"], ["steps"] = ["sequence"], ["funnel"] = ["sequence"],
        ["past"] = ["last"], ["since"] = ["from"], ["until"] = ["to"], ["minage"] = ["hasBeen"], ["hasbeenfor"] = ["hasBeen"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The candidate that another language's word stands for; null when there is none.</summary>
    public static string? Find(string word, IReadOnlyCollection<string> candidates)
    {
        var plain = word.TrimStart('$').Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal)
            .Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        var ours = Ours.TryGetValue(plain, out var words) ? words : [];
        return ours.FirstOrDefault(candidates.Contains) ?? (plain.Length > 1 ? candidates.FirstOrDefault(candidate => candidate.Equals(plain, StringComparison.OrdinalIgnoreCase)) : null);
    }
}
