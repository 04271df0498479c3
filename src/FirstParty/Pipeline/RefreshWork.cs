using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Looks again at the people whose memberships the clock may have changed, and at those who await a look. Who has a long history is looked at by a work
/// of their own, so that others wait for no more than one of them.
/// </summary>
internal sealed class RefreshWork : WriterWork
{
    private const int Slice = 500;

    private readonly LineParts _parts;
    private readonly IReadOnlyList<ProfileFlip>? _due;
    private readonly LongLook? _look;

    /// <param name="parts">The parts of the line.</param>
    /// <param name="due">Who is due, and since when; null for everybody whom the store holds to be, a slice at a time.</param>
    public RefreshWork(LineParts parts, IReadOnlyList<ProfileFlip>? due = null) => (_parts, _due) = (parts, due);

    /// <summary>A look at one person, however long their history is.</summary>
    public RefreshWork(LineParts parts, LongLook look) => (_parts, _due, _look) = (parts, look.Due, look);

    /// <summary>How many people were looked at, those included who are left to <see cref="Long"/>.</summary>
    public int Refreshed { get; private set; }

    /// <summary>Whether more are due than one slice holds.</summary>
    public bool HasMore => _due is null && Refreshed == Slice;

    /// <summary>Those whose histories are long: still due, and to be looked at one at a time.</summary>
    public IReadOnlyList<LongLook> Long { get; private set; } = [];

    public override bool KeepsMemory => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var now = _parts.Now;
        var flips = _due ?? await session.Segments.ReadDueFlipsAsync(now, after: null, Slice, cancellationToken).ConfigureAwait(false);
        Refreshed = flips.Count;
        Long = [];
        ProfileId[] profiles = [.. flips.Select(flip => flip.Profile)];
        if (_look is { IsAwaited: true } && (await session.Segments.ReadAwaitedAsync(profiles, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return;
        }

        var batch = new Batch([], session, now)
        {
            Cause = SegmentChangeCause.Time,
            DueAt = flips.ToDictionary(flip => flip.Profile, flip => flip.At!.Value),
            Longest = _look is null ? _parts.Longest : int.MaxValue,
        };
        batch.Touched.UnionWith(profiles);
        await _parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
        Long = LooksAt(batch);
    }

    /// <summary>The looks that a batch leaves to be taken one at a time.</summary>
    public static IReadOnlyList<LongLook> LooksAt(Batch batch) =>
    [
        .. batch.Later.GroupBy(person => person.Into).Select(one => new LongLook(
            one.Key,
            [.. one.Select(person => new ProfileFlip(person.Id, batch.DueAt.GetValueOrDefault(person.Id, batch.Now)))],
            one.All(person => batch.Awaited.ContainsKey(person.Id) || !batch.DueAt.ContainsKey(person.Id)))),
    ];
}
