using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>Part of deciding: what was said of somebody up to their erasure is refused for ever, replays and late arrivals included.</summary>
internal sealed class ErasedStep(IdentityRules rules)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        var open = batch.Open.ToList();
        var named = open.SelectMany(Named).Distinct().Select(ProfileId.Of).ToList();
        if (named.Count == 0)
        {
            return;
        }

        var found = await batch.Session.Identity.FindAsync(new GraphQuery { ActsOn = named }, cancellationToken).ConfigureAwait(false);
        var erased = new Dictionary<ProfileId, DateTimeOffset>();
        foreach (var tombstone in found.Acts.OfType<EraseAssertion>())
        {
            var until = tombstone.Suppress ? DateTimeOffset.MaxValue : tombstone.At;
            foreach (var target in tombstone.Targets)
            {
                erased[target] = erased.TryGetValue(target, out var before) && before > until ? before : until;
            }
        }

        foreach (var pending in open.Where(pending => Named(pending).Any(
            identifier => erased.TryGetValue(ProfileId.Of(identifier), out var until) && pending.OccurredAt <= until)))
        {
            pending.Reject(EventReason.Erased, "The person was erased, and this happened before. It stays forgotten.");
        }
    }

    /// <summary>Everybody whom an event names, the id that an alias call continues included.</summary>
    private IEnumerable<Identifier> Named(PendingEvent pending) =>
        pending.Input is AliasEvent alias && rules.TryNormalise(alias.PreviousId, out var previous, out _)
            ? pending.Identifiers.Append(previous.Value)
            : pending.Identifiers;
}
