using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A selection of events that some rules share: names and filter. Null names are all events.</summary>
internal sealed record ColumnPlan(ValueList<string>? Names, SegmentRule? Where);
