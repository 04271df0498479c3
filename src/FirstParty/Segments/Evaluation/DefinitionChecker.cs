using System.Collections.Immutable;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>Checks definitions together and puts each after those it refers to.</summary>
internal sealed class DefinitionChecker
{
    private const int MaxIdLength = 100;

    private readonly Dictionary<string, SegmentDefinition> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Depth, bool UsesEntry)> _placed = new(StringComparer.Ordinal);
    private readonly List<SegmentProblem> _problems = [];
    private readonly SegmentVocabulary _vocabulary;

    private DefinitionChecker(SegmentVocabulary? vocabulary) => _vocabulary = vocabulary ?? new SegmentVocabulary();

    public static (ImmutableArray<SegmentDefinition> Ordered, IReadOnlyList<SegmentProblem> Problems) Check(
        IReadOnlyList<SegmentDefinition> definitions, SegmentVocabulary? vocabulary)
    {
        var checker = new DefinitionChecker(vocabulary);
        var sound = definitions.Where(checker.IsSound).ToList();
        var ordered = checker.Order(sound);
        return (ordered, checker._problems);
    }

    private bool IsSound(SegmentDefinition definition)
    {
        var before = _problems.Count(problem => problem.IsError);
        if (!IsId(definition.Id))
        {
            Error(definition.Id, $"an id is at most {MaxIdLength} lower-case letters, digits, '-' and '_', and starts with a letter or digit.");
        }

        var (leaves, depth) = RuleTree.Measure(definition.When);
        if (leaves > RuleLimits.MaxLeaves || depth > RuleLimits.MaxDepth)
        {
            Error(definition.Id, $"the rule has over {RuleLimits.MaxLeaves} leaves or is nested over {RuleLimits.MaxDepth} deep.");
        }
        else
        {
            CheckNames(definition);
            if (!_byId.TryAdd(definition.Id, definition))
            {
                Error(definition.Id, "there are two segments of this id.");
            }
        }

        if (definition.TimeZone is { } zone && zone != Zones.OfProfile && !Zones.TryFind(zone, out _))
        {
            Error(definition.Id, "the time zone is not one of the IANA database that this machine knows.");
        }

        return _problems.Count(problem => problem.IsError) == before;
    }

    private void CheckNames(SegmentDefinition definition)
    {
        if (RuleTree.Leaves(definition.When).Any(leaf => leaf is PropertyRule))
        {
            Error(definition.Id, "a property is tested in the filter of an event, not on its own.");
        }

        var facts = RuleFacts.Of(definition);
        Unknown(definition, "purpose", facts.Purposes, _vocabulary.Purposes, isError: true);
        Unknown(definition, "trait", facts.Traits.Where(trait => !AttributePath.Roots(trait).Any(IsTrait)), _vocabulary.Traits, isError: false);
        Unknown(definition, "event", facts.Events, _vocabulary.Events, isError: false);
    }

    private bool IsTrait(string name) => _vocabulary.Traits is null || _vocabulary.Traits.Contains(name);

    private void Unknown(SegmentDefinition definition, string kind, IEnumerable<string> used, IReadOnlySet<string>? known, bool isError)
    {
        foreach (var name in used.Where(name => known is not null && !known.Contains(name)))
        {
            _problems.Add(new SegmentProblem(definition.Id, $"there is no {kind} \"{name}\".{Suggestions.For(name, known!)} {Mend(kind, name)}", isError));
        }
    }

    private static string Mend(string kind, string name) => kind switch
    {
        "purpose" => $"Register it with Purpose(\"{name}\", …).",
        "trait" => $"Define it with Taxonomy(data => data.Trait(\"{name}\", …)).",
        _ => $"Define it with Taxonomy(data => data.Event(\"{name}\", …)).",
    };

    private ImmutableArray<SegmentDefinition> Order(List<SegmentDefinition> sound)
    {
        var ordered = ImmutableArray.CreateBuilder<SegmentDefinition>(sound.Count);
        foreach (var definition in sound)
        {
            Place(definition, [], ordered);
        }

        return ordered.ToImmutable();
    }

    // Depth first; the path is what a cycle is named by, and its length is bounded before it can grow the stack.
    private void Place(SegmentDefinition definition, List<string> path, ImmutableArray<SegmentDefinition>.Builder ordered)
    {
        if (_placed.ContainsKey(definition.Id))
        {
            return;
        }

        path.Add(definition.Id);
        var (depth, usesEntry) = (0, false);
        foreach (var reference in RuleTree.Leaves(definition.When).OfType<InSegmentRule>().Distinct())
        {
            if (Follow(reference, definition, path, ordered) is { } below)
            {
                depth = Math.Max(depth, below.Depth + 1);
                usesEntry |= below.UsesEntry || reference.EnteredWithin is not null;
            }
        }

        path.RemoveAt(path.Count - 1);
        if (depth > RuleLimits.MaxReferenceDepth)
        {
            Error(definition.Id, $"segments refer to one another over {RuleLimits.MaxReferenceDepth} deep.");
        }

        if (_placed.TryAdd(definition.Id, (depth, usesEntry)))
        {
            ordered.Add(definition);
        }
    }

    private (int Depth, bool UsesEntry)? Follow(
        InSegmentRule reference, SegmentDefinition from, List<string> path, ImmutableArray<SegmentDefinition>.Builder ordered)
    {
        if (!_byId.TryGetValue(reference.Segment, out var target))
        {
            Error(from.Id, $"there is no segment \"{reference.Segment}\".{Suggestions.For(reference.Segment, _byId.Keys)}");
            return null;
        }

        var start = path.IndexOf(target.Id);
        if (start >= 0 || path.Count > 2 * RuleLimits.MaxReferenceDepth)
        {
            Error(from.Id, start >= 0
                ? $"segments refer to one another in a circle: {string.Join(" → ", path.Skip(start).Append(target.Id))}."
                : $"segments refer to one another over {RuleLimits.MaxReferenceDepth} deep.");
            return null;
        }

        Place(target, path, ordered);
        var below = _placed.GetValueOrDefault(target.Id);
        if (reference.EnteredWithin is not null && below.UsesEntry)
        {
            Error(from.Id, $"\"enteredWithin\" cannot look at \"{target.Id}\", which itself depends on when another segment was entered.");
        }

        return below;
    }

    private static bool IsId(string? id) =>
        id is { Length: > 0 and <= MaxIdLength }
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
        && id[0] is not ('-' or '_');

    private void Error(string? segment, string message) => _problems.Add(new SegmentProblem(segment ?? "?", message, IsError: true));
}
