using FirstParty.Diagnostics;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// What a session did that others wait for: nobody hears of it before it is committed, and nobody ever does when it is not. Both outboxes and the
/// memberships are written through it and nowhere else, so that nothing is written that nobody is told of. For the one writer.
/// </summary>
internal sealed class CommitNotes
{
    private readonly List<ProfileFlip> _flips = [];
    private readonly List<ProfileFlip> _sooner = [];
    private readonly List<IReadOnlyList<PendingEvent>> _settled = [];
    private readonly List<SegmentChange> _changes = [];
    private bool _hasMovedTraits;

    /// <summary>Told the flips that were replaced, and those that were brought forward.</summary>
    public Action<IReadOnlyList<ProfileFlip>, IReadOnlyList<ProfileFlip>> FlipsMoved { get; set; } = (_, _) => { };

    /// <summary>Told that there are new changes of memberships or traits.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Writes what changes about memberships, and notes it.</summary>
    public async ValueTask WriteAsync(StorageSession session, SegmentUpdate update, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // The one place that writes them.
        await session.Segments.ApplyAsync(update, cancellationToken).ConfigureAwait(false);
#pragma warning restore RS0030
        _flips.AddRange(update.Flips);
        _sooner.AddRange(update.SoonerFlips.Where(flip => flip.At is not null));
        _sooner.AddRange(update.Awaited.Select(look => new ProfileFlip(look.Profile, look.At)));
        _changes.AddRange(update.Changes);
    }

    /// <summary>Notes events whose outcomes are known, to be counted.</summary>
    public void Add(IReadOnlyList<PendingEvent> settled) => _settled.Add(settled);

    /// <summary>Writes changes of traits, and notes them.</summary>
    public async ValueTask WriteAsync(StorageSession session, TraitOutboxUpdate update, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // The one place that writes them.
        await session.TraitOutbox.ApplyAsync(update, cancellationToken).ConfigureAwait(false);
#pragma warning restore RS0030
        _hasMovedTraits |= update.Moves.Count > 0;
    }

    /// <summary>Told that nobody can tell what became of some flips.</summary>
    public Action FlipsLost { get; set; } = () => { };

    /// <summary>The session has ended; null when nobody can tell whether it was committed.</summary>
    public void End(bool? committed)
    {
        if (committed is null)
        {
            FlipsLost();
        }

        if (committed == true)
        {
            Count();
        }

        if (committed == true && _flips.Count + _sooner.Count > 0)
        {
            FlipsMoved([.. _flips], [.. _sooner]);
        }

        if (committed != false && (_hasMovedTraits || _changes.Count > 0))
        {
            Changed();
        }

        _flips.Clear();
        _sooner.Clear();
        _settled.Clear();
        _changes.Clear();
        _hasMovedTraits = false;
    }

    private void Count()
    {
        foreach (var pending in _settled.SelectMany(events => events))
        {
            Telemetry.Settled(pending.Source, pending.Outcome!);
        }

        Telemetry.SegmentsChanged(_changes);
    }
}
