using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Looks at people in a session that only reads, beside the writer and without anything that the writer remembers.</summary>
internal sealed class LookReader(ApplyStep apply, LineParts parts)
{
    /// <summary>What there is to write, with what that rests on; null when somebody else has taken the look.</summary>
    public async ValueTask<JudgedLook?> JudgeAsync(LongLook look, StorageSession session, CancellationToken cancellationToken)
    {
        var (edition, clearings, now) = (parts.Rules.Edition, parts.People.Clearings, parts.Now);
        ProfileId[] profiles = [.. look.Due.Select(flip => flip.Profile)];
        var rests = await LookStamp.ReadAsync(session, profiles, parts, holds: false, cancellationToken).ConfigureAwait(false);
        if (look.IsAwaited && rests.Awaited.Count == 0)
        {
            return null;
        }

        var batch = new Batch([], session, now)
        {
            Cause = SegmentChangeCause.Time,
            DueAt = look.Due.ToDictionary(flip => flip.Profile, flip => flip.At!.Value),
            Holds = false,
        };
        batch.Touched.UnionWith(profiles);
        await apply.RunAsync(batch, cancellationToken).ConfigureAwait(false);
        await parts.Evaluate.RunAsync(batch, cancellationToken).ConfigureAwait(false);
        return new JudgedLook(batch, rests, edition, clearings);
    }
}
