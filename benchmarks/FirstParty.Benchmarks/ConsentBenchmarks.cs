using BenchmarkDotNet.Attributes;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Benchmarks;

/// <summary>
/// One decision on a person with 20 records, against the least that could answer it: a dictionary look-up and a walk over the purpose's records.
/// </summary>
[MemoryDiagnoser]
public class ConsentBenchmarks
{
    private const int Count = 20;
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddDays(Count - 1).AddHours(1);
    private static readonly FactClass Email = new(Party.First, Sensitivity.Personal, default, "identity.email", "user.contact.email");

    private readonly ConsentRules _rules = new(new PurposeRegistry(StandardPurposes.All));
    private ConsentRecord[] _records = [];
    private Dictionary<string, ConsentRecord[]> _byPurpose = [];
    private SubjectConsent _consent = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _records = [.. Enumerable.Range(0, Count).Select(index => new ConsentRecord
        {
            Subject = Ada,
            Act = index % 2 == 1 ? ConsentAct.Granted : ConsentAct.Withdrawn,
            Purpose = "marketing.email",
            OccurredAt = DateTimeOffset.UnixEpoch.AddDays(index),
            RecordedAt = DateTimeOffset.UnixEpoch.AddDays(index),
            Sequence = index,
        })];
        _byPurpose = _records.GroupBy(record => record.Purpose).ToDictionary(group => group.Key, group => group.ToArray());
        _consent = new SubjectConsent(_rules, [Ada], _records);
    }

    [Benchmark(Baseline = true)]
    public bool HandWritten()
    {
        var allowed = false;
        foreach (var record in _byPurpose["marketing.email"])
        {
            if (record.OccurredAt <= At)
            {
                allowed = record.Act == ConsentAct.Granted;
            }
        }

        return allowed;
    }

    [Benchmark]
    public bool Decide() => _consent.Decide("marketing.email", At).Allowed;

    [Benchmark]
    public bool DecideOnAFact() => _consent.Decide("marketing.email", At, Email).Allowed;

    [Benchmark]
    public bool DecideIngestOfAFact() => _consent.DecideIngest("marketing.email", At.AddDays(-2), At, Email).Allowed;

    [Benchmark]
    public bool DecideByWhatWasKnown() => _consent.Decide("marketing.email", At, At).Allowed;

    [Benchmark]
    public bool FoldAndDecide() => new SubjectConsent(_rules, [Ada], _records).Decide("marketing.email", At).Allowed;

    [Benchmark]
    public bool DecideOnAStranger() => new SubjectConsent(_rules, [Ada], []).Decide("marketing.email", At).Allowed;
}
