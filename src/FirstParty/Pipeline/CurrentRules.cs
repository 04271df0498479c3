using FirstParty.Consent;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>The rules that decide: as configured, and with the texts that were published in the log since. Thread-safe.</summary>
internal sealed class CurrentRules
{
    private readonly ConsentLedger _ledger;
    private readonly ConsentRules _configured;
    private State _state;

    public CurrentRules(ConsentRules configured, ConsentLedger ledger)
    {
        (_configured, _ledger) = (configured, ledger);
        _state = new State(configured, Altered: null, Size: 0);
    }

    /// <summary>The rules as they are now. Take them once for what must be decided alike.</summary>
    /// <exception cref="InvalidDataException">The texts in the log were altered: nobody can say what they permit.</exception>
    public ConsentRules Value => Volatile.Read(ref _state) is var state && state.Altered is null ? state.Rules : throw Repeat(state.Altered);

    /// <summary>The registered purposes, which no text changes.</summary>
    public PurposeRegistry Purposes => _configured.Purposes;

    /// <summary>Goes by the texts that a session sees published. Texts that were altered permit nothing until the log is mended.</summary>
    public async ValueTask FollowAsync(StorageSession session, CancellationToken cancellationToken)
    {
        var head = await session.Consent.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        await FollowAsync(session, head.Size, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes by what other nodes may have published: looks when the log has grown since this node looked last.</summary>
    public async ValueTask CatchUpAsync(StorageSession session, CancellationToken cancellationToken)
    {
        var head = await session.Consent.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        if (head.Size > Volatile.Read(ref _state).Size)
        {
            await FollowAsync(session, head.Size, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Changes whenever the rules do: what was decided under another edition must be decided anew.</summary>
    public object Edition => Volatile.Read(ref _state) is var state && state.Altered is null ? state.Rules : state.Altered;

    /// <summary>Goes by these rules again: what was adopted meanwhile may not have been committed. Follow the store next.</summary>
    public void Restore(ConsentRules rules) => Volatile.Write(ref _state, new State(rules, Altered: null, Size: 0));

    private async ValueTask FollowAsync(StorageSession session, long size, CancellationToken cancellationToken)
    {
        try
        {
            Adopt(await _ledger.ReadPoliciesAsync(session.Consent, cancellationToken).ConfigureAwait(false), size);
        }
        catch (InvalidDataException altered)
        {
            Volatile.Write(ref _state, new State(_configured, altered, size));
        }
    }

    private void Adopt(PolicyHistory published, long size)
    {
        var policies = _configured.Policies.Publications.Count == 0
            ? published
            : PolicyHistory.From(_configured.Policies.Publications.Concat(published.Publications));
        var state = Volatile.Read(ref _state);
        if (size < state.Size && state.Altered is null)
        {
            return; // a session that began before one that was followed meanwhile
        }

        var isKnown = state.Altered is null && Ids(policies).SequenceEqual(Ids(state.Rules.Policies));
        Volatile.Write(ref _state, isKnown ? state with { Size = size } : new State(_configured with { Policies = policies }, Altered: null, size));
    }

    private static IEnumerable<Guid> Ids(PolicyHistory policies) => policies.Publications.Select(record => record.RecordId);

    private static InvalidDataException Repeat(InvalidDataException altered) => new(altered.Message, altered);

    private sealed record State(ConsentRules Rules, InvalidDataException? Altered, long Size);
}
