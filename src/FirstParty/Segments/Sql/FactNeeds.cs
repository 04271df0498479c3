using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>Which facts the rules of a set look at, so that only those are given to the database.</summary>
internal sealed class FactNeeds
{
    /// <summary>Traits and properties share their numbers: a value's slot says which it is.</summary>
    public Slots<(bool IsTrait, string Name)> Values { get; } = new();

    public Slots<string> Events { get; } = new();

    /// <summary>Zones in which days are counted; <c>profile</c> for the person's own.</summary>
    public Slots<string> Zones { get; } = new();

    public Slots<string> Purposes { get; } = new();

    public Slots<string> Seeds { get; } = new();

    /// <summary>Windows that are computed for each person: calendar ones in their own zone, and last sessions.</summary>
    public Slots<(EventWindow Window, string? TimeZone)> Spans { get; } = new();

    /// <summary>Whether events of every name matter, as anchors.</summary>
    public bool AllEvents { get; set; }

    public int Trait(string name) => Values[(true, name)];

    public int Property(string name) => Values[(false, name)];
}
