using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

/// <summary>
/// Records of people, some of them several times and with slips of the pen, as the Febrl generator makes them: what was meant is known, so that what
/// was merged can be counted as right or wrong.
/// </summary>
/// <seealso href="https://doi.org/10.1145/1401890.1402020">Christen 2008, Febrl</seealso>
internal sealed class DuplicateRecords
{
    private readonly Random _random = new(2026);
    private readonly List<(int Person, EventAssertion Record)> _records = [];

    public DuplicateRecords(int people)
    {
        for (var person = 0; person < people; person++)
        {
            var copies = _random.Next(1, 5);
            for (var copy = 0; copy < copies; copy++)
            {
                _records.Add((person, Record(person, copy)));
            }
        }
    }

    public IReadOnlyList<(int Person, EventAssertion Record)> Records => _records;

    /// <summary>Pairs of records that a resolution put together, and those that were meant to be: right, found, and meant.</summary>
    public (long Right, long Found, long Meant) Count(Resolution resolution)
    {
        var found = _records.Where(record => resolution.Attribution[record.Record.Id].Profile is not null)
            .Select(record => (record.Person, Profile: resolution.Attribution[record.Record.Id].Profile!.Value)).ToList();
        return (
            found.GroupBy(record => record).Sum(group => Pairs(group.Count())),
            found.GroupBy(record => record.Profile).Sum(group => Pairs(group.Count())),
            _records.GroupBy(record => record.Person).Sum(group => Pairs(group.Count())));
    }

    private static long Pairs(int count) => count * (count - 1L) / 2;

    // Two people in ten share a telephone with one another; one address in twenty has a slip in it, one customer number in two is left out.
    private EventAssertion Record(int person, int copy)
    {
        var identifiers = new List<Identifier> { Identifier.AnonymousId($"device-{person}-{_random.Next(2)}") };
        if (_random.Next(2) == 0)
        {
            identifiers.Add(Identifier.UserId($"customer-{person}"));
        }

        if (_random.Next(10) < 9)
        {
            identifiers.Add(Identifier.Email(_random.Next(20) == 0 ? $"person{person}{(char)('a' + _random.Next(26))}@example.com" : $"person{person}@example.com"));
        }

        if (_random.Next(10) < 6)
        {
            identifiers.Add(Identifier.Phone($"+1415{(person % 10 < 2 ? person - (person % 10) : person) + 2_000_000:D7}"));
        }

        return new EventAssertion
        {
            Id = FactId.Of("records", $"{person}-{copy}"),
            OccurredAt = DateTimeOffset.UnixEpoch.AddDays(_random.Next(2_000)),
            Identifiers = [.. identifiers],
        };
    }
}
