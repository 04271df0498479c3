namespace FirstParty.Consent;

/// <summary>
/// The records of one person about one purpose, folded: the state after each instant, and what it means at any other. A pure function of the
/// set of records.
/// </summary>
internal sealed class PurposeFold
{
    private readonly Purpose _purpose;
    private readonly PersonFold _person;
    private readonly List<string> _scopes;
    private readonly List<DateTimeOffset> _instants = [];
    private readonly List<FoldState> _states = [];

    internal PurposeFold(Purpose purpose, PersonFold person)
    {
        _purpose = purpose;
        _person = person;
        _scopes = Scopes(purpose, person.Rules.Purposes);
        var seen = new HashSet<(string, ConsentAct)>();
        var state = default(FoldState);
        foreach (var record in person.Records.Where(IsRelevant))
        {
            state = Step(state, record, seen);
            if (_instants.Count > 0 && _instants[^1] == record.EffectiveAt)
            {
                _states[^1] = state;
            }
            else
            {
                _instants.Add(record.EffectiveAt);
                _states.Add(state);
            }
        }
    }

    /// <summary>The decision at an instant.</summary>
    internal ConsentDecision At(DateTimeOffset at)
    {
        var index = _instants.BinarySearch(at);
        index = index >= 0 ? index : ~index - 1;
        return new PurposeRuling(_purpose, _person, at).Of(index < 0 ? default : _states[index]);
    }

    /// <summary>The instants at which the decision may change.</summary>
    internal IEnumerable<DateTimeOffset> Changes()
    {
        var ends = _states.Select(state => state.Current).OfType<ConsentRecord>().Select(record => PurposeRuling.ValidUntil(_purpose, record));
        return _instants.Concat(ends.OfType<DateTimeOffset>()).Concat(_person.Rules.Policies.ChangesOf(_purpose.Id)).Concat(_person.Changes());
    }

    private static List<string> Scopes(Purpose purpose, PurposeRegistry registry)
    {
        var scopes = new List<string> { "", purpose.Id };
        for (var parent = purpose.Parent; parent is not null; parent = registry.Find(parent)?.Parent)
        {
            scopes.Add(parent);
        }

        return scopes;
    }

    private bool IsRelevant(ConsentRecord record) => record.Act switch
    {
        ConsentAct.Erased => true,
        ConsentAct.Restricted or ConsentAct.RestrictionLifted => _scopes.Contains(record.Purpose),
        _ when record.Act.IsRefusal() => record.Purpose.Length > 0 && _scopes.Contains(record.Purpose),
        _ => record.Purpose == _purpose.Id,
    };

    private FoldState Step(in FoldState state, ConsentRecord record, HashSet<(string, ConsentAct)> seen)
    {
        switch (record.Act)
        {
            case ConsentAct.Asked:
                return state with { Asked = true };
            case ConsentAct.GpcOff:
                return state with { SignalActive = false };
            case ConsentAct.Restricted:
                return state with { Restrictions = state.Restrictions | Bit(record) };
            case ConsentAct.RestrictionLifted:
                return state with { Restrictions = state.Restrictions & ~Bit(record) };
            case ConsentAct.Erased:
                return state.Erase(record);
            case ConsentAct.Granted or ConsentAct.OptedIn:
                var isReplay = record.InteractionId is { } interaction && !seen.Add((interaction, record.Act));
                return isReplay || !state.Admits(record) ? state : state with { Current = record };
            default:
                return record.Act.IsRefusal()
                    ? state with { Current = record, SignalActive = state.SignalActive || IsGlobalPrivacyControl(record) }
                    : state;
        }
    }

    private ulong Bit(ConsentRecord record) => 1ul << Math.Min(63, _scopes.IndexOf(record.Purpose));

    private static bool IsGlobalPrivacyControl(ConsentRecord record) =>
        record is { Act: ConsentAct.OptedOut, Origin: ConsentOrigin.Signal };
}
