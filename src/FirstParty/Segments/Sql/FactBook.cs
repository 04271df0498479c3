using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Sql;

/// <summary>The facts of people that some rules look at, as of an instant, as rows for the database; and what of them it could not compute with exactly.</summary>
internal sealed class FactBook
{
    /// <summary>Events are numbered beyond all people, so that one column names the owner of a value.</summary>
    private const long EventBase = 1L << 40;

    private readonly Dictionary<string, List<SegmentSqlValue>> _rows = FactTables.All.ToDictionary(
        table => table.Table, _ => new List<SegmentSqlValue>(), StringComparer.Ordinal);

    private readonly HashSet<int> _inexact = [];
    private readonly HashSet<int> _illFormed = [];
    private readonly Dictionary<int, decimal> _sums = [];
    private readonly FactNeeds _needs;
    private readonly (int Slot, string Name)[] _traits;
    private readonly (int Slot, string Name)[] _properties;
    private readonly DateTimeOffset _now;
    private long _event;

    /// <summary>Reads what the rules need out of views.</summary>
    public FactBook(FactNeeds needs, IReadOnlyList<ProfileView> views, DateTimeOffset now)
    {
        (_needs, _now) = (needs, now);
        _traits = [.. needs.Values.All.Where(value => value.Key.IsTrait).Select(value => (value.Value, value.Key.Name))];
        _properties = [.. needs.Values.All.Where(value => !value.Key.IsTrait).Select(value => (value.Value, value.Key.Name))];
        for (var row = 0; row < views.Count; row++)
        {
            Add(row, views[row]);
        }
    }

    /// <summary>The most events that one person has.</summary>
    public int MostEvents { get; private set; }

    /// <summary>The values of a table, row after row.</summary>
    public IReadOnlyList<SegmentSqlValue> this[string table] => _rows[table];

    /// <summary>Whether every number of a slot is one of whole ten-thousandths under a hundred billion.</summary>
    public bool IsExact(int slot) => !_inexact.Contains(slot);

    /// <summary>Whether every text of a slot is the same in UTF-8.</summary>
    public bool IsWellFormed(int slot) => !_illFormed.Contains(slot);

    /// <summary>The greatest sum, in ten-thousandths and whatever the signs, that any one person's events reach in a slot.</summary>
    public decimal GreatestSum(int slot) => _sums.GetValueOrDefault(slot);

    private void Add(int person, ProfileView view)
    {
        var seen = view.FirstSeen is { } first && first <= _now ? first.UtcTicks : (long?)null;
        _rows[FactTables.People].AddRange([person, seen]);
        foreach (var (slot, name) in _traits)
        {
            if (AttributePath.Find(view, name, _now) is { } found)
            {
                Add(person, slot, found.Value, found.Trait);
            }
        }

        AddEvents(person, view);
        foreach (var (purpose, slot) in _needs.Purposes.All)
        {
            _rows[FactTables.Standings].AddRange([person, slot, (long)LeafEvaluator.StandingOf(purpose, view)]);
        }

        foreach (var (seed, slot) in _needs.Seeds.All)
        {
            _rows[FactTables.Shares].AddRange([person, slot, (long)LeafEvaluator.Share(LeafEvaluator.SeedOf(seed), view.Id)]);
        }

        foreach (var ((window, zone), slot) in _needs.Spans.All)
        {
            var context = new RuleContext(view, _now, RuleContext.Resolve(zone, view, _now), SegmentSet.Empty);
            if (TimeInterval.Of(window, context) is { } interval)
            {
                _rows[FactTables.Spans].AddRange([person, slot, interval.Start, interval.End]);
            }
        }
    }

    private void AddEvents(int person, ProfileView view)
    {
        var zones = _needs.Zones.All.Select(zone => (Slot: zone.Value, Zone: RuleContext.Resolve(zone.Key, view, _now))).ToList();
        var sums = new Dictionary<int, decimal>();
        var count = 0;
        foreach (var logged in view.Events.All)
        {
            var name = _needs.Events.Find(logged.Name);
            if (logged.OccurredAt > _now || (name is null && !_needs.AllEvents))
            {
                continue;
            }

            count++;
            var id = EventBase + ++_event;
            _rows[FactTables.Events].AddRange([person, name ?? -1, id, logged.OccurredAt.UtcTicks]);
            foreach (var (slot, zone) in zones)
            {
                _rows[FactTables.Days].AddRange([id, slot, Zones.DayOf(logged.OccurredAt, zone).DayNumber]);
            }

            foreach (var (slot, property) in _properties)
            {
                if (name is not null && AttributePath.Find(logged.Properties, property) is { } value)
                {
                    Add(id, slot, value, null);
                    sums[slot] = sums.GetValueOrDefault(slot) + UnitsOf(value);
                }
            }
        }

        MostEvents = Math.Max(MostEvents, count);
        foreach (var (slot, sum) in sums)
        {
            _sums[slot] = Math.Max(_sums.GetValueOrDefault(slot), sum);
        }
    }

    private void Add(long owner, int slot, AttributeValue value, TraitValue? trait)
    {
        var rows = _rows[FactTables.Values];
        rows.AddRange([owner, slot, (long?)trait?.Party, (long?)trait?.Explicitness, trait?.OccurredAt.UtcTicks, (trait?.HeldSince ?? trait?.OccurredAt)?.UtcTicks]);
        ValueRow.Write(rows, value);
        Note(slot, value);
        if (value.AsList() is { } list)
        {
            for (var ordinal = 0; ordinal < list.Count; ordinal++)
            {
                Note(slot, list[ordinal]);
                _rows[FactTables.Items].AddRange(
                [
                    owner, slot, ordinal, ValueRow.Key(list[ordinal]), list[ordinal].AsString() is { } text ? ValueRow.Bytes(ValueRow.Fold(text)) : null,
                ]);
            }
        }
    }

    private static decimal UnitsOf(AttributeValue value) =>
        value.AsNumber() is { } number && FixedNumber.TryFrom(number, out var units) ? Math.Abs(units) : 0;

    private void Note(int slot, AttributeValue value)
    {
        _ = value.AsNumber() is { } number && !FixedNumber.TryFrom(number, out _) && _inexact.Add(slot);
        _ = !ValueRow.IsWellFormed(value.AsString() ?? string.Empty) && _illFormed.Add(slot);
    }
}
