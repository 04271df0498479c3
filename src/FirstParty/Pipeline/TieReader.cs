using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Identity.Maps;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Tells whoever says that two identifiers are one person, or two, what came of it. Reads more only where a tie does not hold.</summary>
internal sealed class TieReader(IdentityRules rules)
{
    /// <summary>What an act about two identifiers has come to; null for any other act.</summary>
    public async ValueTask<IdentityOutcome?> ReadAsync(
        StorageSession session, IdentityAct act, ResolutionChange change, CancellationToken cancellationToken)
    {
        Identifier[] ends = act switch
        {
            LinkAssertion { Identifiers: [var one, var other] } => [one, other],
            SeparateAssertion separation => [separation.First, separation.Second],
            _ => [],
        };
        if (ends is not [var first, var second])
        {
            return null;
        }

        var (wereOne, areOne) = (AreOne(first, second, change.Former), AreOne(first, second, change.Profiles));
        return (act, first == second, wereOne, areOne) switch
        {
            (_, true, _, _) => new IdentityOutcome(act.Id, IdentityEffect.SameIdentifier),
            (_, _, true, true) => new IdentityOutcome(act.Id, IdentityEffect.WereOne),
            (_, _, false, true) => new IdentityOutcome(act.Id, IdentityEffect.Joined),
            (_, _, true, false) => new IdentityOutcome(act.Id, IdentityEffect.Parted),
            (SeparateAssertion, _, _, _) => new IdentityOutcome(act.Id, IdentityEffect.WereTwo),
            _ => await JudgeAsync(session, first, second, cancellationToken).ConfigureAwait(false) is var (effect, against)
                ? new IdentityOutcome(act.Id, effect) { Against = against }
                : null,
        };
    }

    /// <summary>Remarks upon the events that ask for it and did not tie what they name.</summary>
    public async ValueTask RemarkAsync(Batch batch, ResolutionChange change, CancellationToken cancellationToken)
    {
        foreach (var pending in batch.Events.Where(pending => pending is { Input: IdentifyEvent { AsksForTies: true }, Outcome.Status: EventStatus.Accepted }))
        {
            if (pending.Identifiers.Length == 1 && pending.Notes.All(note => note.Reason != EventReason.NoUsableIdentifier))
            {
                pending.Notes.Add(new OutcomeNote(EventReason.SameIdentifier, pending.Identifiers[0].Namespace));
            }

            foreach (var other in pending.Identifiers.Skip(1).Where(other => !AreOne(pending.Identifiers[0], other, change.Profiles)))
            {
                var (effect, _) = await JudgeAsync(batch.Session, pending.Identifiers[0], other, cancellationToken).ConfigureAwait(false);
                pending.Notes.Add(new OutcomeNote(effect == IdentityEffect.KeptApart ? EventReason.KeptApart : EventReason.NotJoined, other.Namespace));
            }

            pending.Accept();
        }
    }

    private async ValueTask<(IdentityEffect Effect, FactId? Against)> JudgeAsync(
        StorageSession session, Identifier first, Identifier second, CancellationToken cancellationToken)
    {
        if (!IsPerson(first) || !IsPerson(second))
        {
            return (IdentityEffect.NotPeople, null);
        }

        var pair = GraphPair.Of(ProfileId.Of(first), ProfileId.Of(second));
        var judged = await MapReader.JudgeAsync(session, rules, pair, cancellationToken).ConfigureAwait(false);
        return judged?.Fate switch
        {
            LinkFate.Separated => (IdentityEffect.KeptApart, judged?.Against),
            LinkFate.Contested or LinkFate.Shed => (IdentityEffect.Contested, null),
            _ => (IdentityEffect.OverLimit, null),
        };
    }

    private bool IsPerson(Identifier identifier) => rules.Find(identifier.Namespace)?.Entity == IdentifierEntity.Person;

    private static bool AreOne(Identifier first, Identifier second, IReadOnlyDictionary<Identifier, ProfileId> profiles) =>
        profiles.TryGetValue(first, out var one) && profiles.TryGetValue(second, out var other) && one == other;
}
