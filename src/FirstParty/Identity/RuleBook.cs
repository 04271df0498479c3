using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FirstParty.Identity.Text;

namespace FirstParty.Identity;

/// <summary>Identity rules made ready for use: namespaces by number, patterns compiled. One per rules object.</summary>
internal sealed class RuleBook
{
    public const int MaxNamespaces = 250;

    private static readonly ConditionalWeakTable<IdentityRules, RuleBook> Books = [];

    private readonly FrozenDictionary<string, NamespaceEntry> _byName;

    private RuleBook(IdentityRules rules)
    {
        Rules = rules;
        var patterns = new Dictionary<string, Regex?>(StringComparer.Ordinal);
        Entries = [.. rules.Namespaces.Select((rule, index) => new NamespaceEntry(index, rule, CompileOnce(patterns, rule)))];
        _byName = Entries
            .DistinctBy(entry => entry.Rule.Namespace, StringComparer.Ordinal)
            .ToFrozenDictionary(entry => entry.Rule.Namespace, StringComparer.Ordinal);
        MayExpire = rules.Namespaces.Any(rule => rule.ExpiresAfter is not null);
        Fingerprint = ComputeFingerprint(rules);
        ByStrength = CompareStrength;
    }

    public IdentityRules Rules { get; }

    public NamespaceEntry[] Entries { get; }

    public string Fingerprint { get; }

    /// <summary>Strongest first: see <see cref="CompareStrength"/>.</summary>
    public Comparison<Identifier> ByStrength { get; }

    /// <summary>Whether links of any namespace expire.</summary>
    public bool MayExpire { get; }

    public bool Newest => Rules.Order == LinkOrder.Newest;

    public static RuleBook Of(IdentityRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Books.GetValue(rules, static key => new RuleBook(key));
    }

    public static Regex? Compile(IReadOnlyCollection<string> patterns) => patterns.Count == 0 ? null : new Regex(
        $@"\A(?:{string.Join('|', patterns.Select(pattern => $"(?:{pattern})"))})\z",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline);

    public NamespaceEntry? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>The entry of a namespace that is known to be there.</summary>
    public NamespaceEntry Entry(Identifier identifier) => _byName[identifier.Namespace];

    public (Identifier Identifier, IdentifierRefusal Refusal) Accept(Identifier identifier)
    {
        if (Find(identifier.Namespace) is not { } entry)
        {
            return (default, IdentifierRefusal.UnknownNamespace);
        }

        if (string.IsNullOrWhiteSpace(identifier.Value))
        {
            return (default, IdentifierRefusal.Empty);
        }

        if (identifier.Value.Length > Identifier.MaxValueLength)
        {
            return (default, IdentifierRefusal.TooLong);
        }

        if (!IsText(identifier.Value))
        {
            return (default, IdentifierRefusal.NotText);
        }

        return entry.Rule.Normaliser.Normalise(identifier.Value, Rules.Region) switch
        {
            null or "" => (default, IdentifierRefusal.Malformed),
            { Length: > Identifier.MaxValueLength } => (default, IdentifierRefusal.TooLong),
            { } value when entry.Blocked?.IsMatch(value) == true => (default, IdentifierRefusal.Blocked),
            { } value => (new Identifier(entry.Rule.Namespace, value), IdentifierRefusal.None),
        };
    }

    /// <summary>The identifier whose value is the hash of this one's, or null when its namespace derives none.</summary>
    public Identifier? Derive(Identifier identifier) => Entry(identifier).Rule.Derives is { } name && Find(name) is not null
        ? new Identifier(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identifier.Value))))
        : null;

    /// <summary>Strongest first: priority, then value, code point by code point, then namespace.</summary>
    public int CompareStrength(Identifier left, Identifier right)
    {
        var byPriority = Entry(left).Rule.Priority.CompareTo(Entry(right).Rule.Priority);
        var byValue = byPriority != 0 ? byPriority : CodePointOrder.Compare(left.Value, right.Value);
        return byValue != 0 ? byValue : string.CompareOrdinal(left.Namespace, right.Namespace);
    }

    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]) || (char.IsControl(value[i]) && !char.IsWhiteSpace(value[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static Regex? CompileOnce(Dictionary<string, Regex?> compiled, NamespaceRule rule)
    {
        var key = string.Join('\n', rule.Blocked);
        return compiled.TryGetValue(key, out var pattern) ? pattern : compiled[key] = Compile(rule.Blocked);
    }

    private static string ComputeFingerprint(IdentityRules rules)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"1 {rules.Order} {rules.Attribution} {rules.Region} {rules.ComponentBudget}");
        foreach (var rule in rules.Namespaces.OrderBy(rule => rule.Namespace, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{rule.Namespace} {rule.Priority} {rule.Entity} {rule.Class} {rule.MaxPerProfile} ");
            text.Append(CultureInfo.InvariantCulture, $"{rule.Unique} {rule.MaxFanOut} {rule.Normaliser} {rule.Derives} {string.Join('\t', rule.Blocked)}");
            if (rule.ExpiresAfter is { } age)
            {
                text.Append(CultureInfo.InvariantCulture, $" expires {age.Ticks}");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}
