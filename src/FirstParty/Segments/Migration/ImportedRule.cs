namespace FirstParty.Segments.Migration;

/// <summary>What an importer made of a document.</summary>
/// <param name="Rule">The rule, or null when any part of the document cannot be expressed: half a condition would select other people.</param>
/// <param name="Notes">Everything that cannot be expressed, and every way in which the rule differs from the original.</param>
public sealed record ImportedRule(SegmentRule? Rule, IReadOnlyList<ImportNote> Notes);
