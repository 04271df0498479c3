namespace FirstParty.Identity.Incremental;

/// <summary>Reads what still stands about identifiers: events of the log and of the batch, and links that somebody drew.</summary>
internal sealed class FactReader(Workspace workspace)
{
    public async ValueTask<Evidence> ReadAsync(IReadOnlyCollection<Identifier> identifiers, IReadOnlyList<EventAssertion> batch) =>
        new(workspace.Book, workspace.Acts.Expiry, await ReadPreparedAsync(identifiers, batch).ConfigureAwait(false));

    public async ValueTask<IReadOnlyList<PreparedEvent>> ReadPreparedAsync(IReadOnlyCollection<Identifier> identifiers, IReadOnlyList<EventAssertion> batch)
    {
        await workspace.LoadActsAsync(identifiers.Select(ProfileId.Of)).ConfigureAwait(false);
        var logged = await workspace.ReadEventsAsync(identifiers, []).ConfigureAwait(false);
        var drawn = workspace.Acts.Living.OfType<LinkAssertion>().Select(link => link.AsEvent());
        EventAssertion[] events = [.. logged.Concat(batch).Concat(drawn).DistinctBy(fact => fact.Id)];
        await workspace.LoadActsAsync(workspace.Acts.Accepted(events.SelectMany(fact => fact.Identifiers)).Select(ProfileId.Of)).ConfigureAwait(false);
        return Prepare(events);
    }

    /// <summary>The events that still stand, as resolution sees them. The acts on their identifiers must have been loaded.</summary>
    public IReadOnlyList<PreparedEvent> Prepare(IEnumerable<EventAssertion> events)
    {
        var preparation = new EventPreparation(workspace.Book, [.. workspace.Acts.Living.OfType<EraseAssertion>()]);
        return [.. events.Where(fact => !workspace.Acts.IsRetracted(fact.Id)).Select(preparation.Prepare).OfType<PreparedEvent>()];
    }
}
