using System.Collections.Immutable;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>Legal holds in a log: made by an erasure, opened by their reference, ended by destroying their key.</summary>
internal static class HeldRecords
{
    private const string Namespace = "held";

    internal static Identifier Subject(string reference) => new(Namespace, reference);

    /// <summary>
    /// The records to append for a hold: one for the controller, which knows nothing but when it ends, and one for each act that is kept, with all that opens it.
    /// </summary>
    internal static IEnumerable<ConsentRecord> Of(
        LegalHold hold,
        string reference,
        IEnumerable<(ConsentEntry Entry, ReadOnlyMemory<byte> Secret)> acts,
        Func<ConsentAct, Identifier, ConsentRecord> draft)
    {
        var subject = Subject(reference);
        yield return draft(ConsentAct.Held, ConsentRecord.Controller) with
        {
            Origin = ConsentOrigin.Operator, Other = subject, ValidUntil = hold.Until, Evidence = hold.Reason,
        };
        foreach (var (entry, secret) in acts)
        {
            yield return draft(ConsentAct.Held, subject) with
            {
                Origin = ConsentOrigin.Operator,
                HeldSequence = entry.Sequence,
                ValidUntil = hold.Until,
                Evidence = new ConsentEvidence
                {
                    Text = hold.Reason, RawSignal = Convert.ToBase64String([.. secret.Span, .. entry.Ciphertext!.Value.Span]),
                },
            };
        }
    }

    /// <summary>The subjects of holds that have ended by now, those whose key is destroyed already included.</summary>
    internal static ImmutableArray<Identifier> Ended(IEnumerable<ConsentRecord> ofController, DateTimeOffset now) =>
    [
        .. ofController.Where(record => record.Act == ConsentAct.Held && record.ValidUntil <= now).Select(record => record.Other).OfType<Identifier>(),
    ];

    /// <summary>The record that a hold keeps; null when it does not fit the leaf that stands in the log.</summary>
    internal static HeldConsent? Open(ConsentRecord held, ConsentEntry entry)
    {
        if (held.Evidence.RawSignal is not { } text || !ConsentLeaf.TryDecode(entry.Leaf.Span, out var leaf))
        {
            return null;
        }

        var bytes = Convert.FromBase64String(text);
        if (bytes.Length <= SubjectKey.Length)
        {
            return null;
        }

        var opening = new ProofOpening(bytes.AsMemory(0, SubjectKey.Length), bytes.AsMemory(SubjectKey.Length));
        using var key = new SubjectKey(opening.Secret.Span);
        return leaf.Names(opening.Ciphertext.Span) && key.TryOpen(leaf, opening.Ciphertext.Span, out var payload)
            && OpenedPayload.Read(leaf, payload) is var (record, _)
                ? new HeldConsent(record, opening)
                : null;
    }
}
