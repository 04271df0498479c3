using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Part of receiving where several nodes write one store: everybody whom a batch names is this session's alone before anything is read of them, so that
/// what is decided rests on what every earlier writer committed.
/// </summary>
internal sealed class HoldStep(IncrementalResolver resolver, PersonCache people)
{
    public ValueTask RunAsync(Batch batch, CancellationToken cancellationToken) => batch.Session.Identity.NeedsLocks
        ? RunAsync(batch.Session, batch.Open.SelectMany(Named), () => Forecast(batch), cancellationToken)
        : ValueTask.CompletedTask;

    /// <summary>Holds everybody whom events name that are in the log already.</summary>
    public ValueTask RunAsync(StorageSession session, IEnumerable<LoggedEvent> events, CancellationToken cancellationToken) =>
        RunAsync(session, events.SelectMany(Named), cancellationToken);

    public ValueTask RunAsync(StorageSession session, IEnumerable<Identifier> identifiers, CancellationToken cancellationToken) =>
        RunAsync(session, identifiers, forecast: null, cancellationToken);

    private async ValueTask RunAsync(
        StorageSession session, IEnumerable<Identifier> identifiers, Func<NodeForecast>? forecast, CancellationToken cancellationToken)
    {
        if (!session.Identity.NeedsLocks)
        {
            return;
        }

        var named = resolver.Named(identifiers);
        if (!await TryKnownAsync(session, named, cancellationToken).ConfigureAwait(false))
        {
            if (forecast is not null)
            {
                session.Identity.Expect(forecast().Nodes());
            }

            await session.Identity.LockAsync(named, cancellationToken).ConfigureAwait(false);
        }

        await people.CatchUpAsync(session, named, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of those who are remembered there are nodes already, which is quicker; says whether all of them were and are.</summary>
    private async ValueTask<bool> TryKnownAsync(StorageSession session, IReadOnlyList<Identifier> named, CancellationToken cancellationToken)
    {
        if (!named.All(people.Knows))
        {
            return false;
        }

        var query = new GraphQuery { Nodes = [.. named.Select(ProfileId.Of)], Hold = true };
        return (await session.Identity.FindAsync(query, cancellationToken).ConfigureAwait(false)).Nodes.Count == named.Count;
    }

    private NodeForecast Forecast(Batch batch)
    {
        var forecast = new NodeForecast(resolver.Rules);
        foreach (var pending in batch.Open)
        {
            forecast.Add(pending.Identifiers, pending.ReceivedAt < pending.OccurredAt ? pending.ReceivedAt : pending.OccurredAt);
        }

        return forecast;
    }

    private static IEnumerable<Identifier> Named(LoggedEvent logged) => logged.GroupId is { } group
        ? logged.Identifiers.Append(new Identifier(IdentifierNamespace.GroupId, group))
        : logged.Identifiers;

    private static IEnumerable<Identifier> Named(PendingEvent pending) => pending.Input switch
    {
        AliasEvent alias => pending.Input.Identifiers.Append(alias.PreviousId),
        GroupEvent group => pending.Input.Identifiers.Append(new Identifier(IdentifierNamespace.GroupId, group.GroupId)),
        _ => pending.Input.Identifiers,
    };
}
