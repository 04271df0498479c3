using System.Security.Cryptography;
using System.Text;
using FirstParty.Identity;

namespace FirstParty.Consent.Signals;

/// <summary>A privacy choice as it arrived from outside, and what it says of the platform's purposes.</summary>
/// <param name="Kind">The form it had.</param>
/// <param name="Raw">The text as received, kept as evidence.</param>
/// <param name="Purposes">What it says, each purpose at most once; empty when it says nothing that binds.</param>
public sealed record ConsentSignal(ConsentSignalKind Kind, string Raw, IReadOnlyList<SignalledPurpose> Purposes)
{
    /// <summary>
    /// With whose authority it speaks: Global Privacy Control is a setting that speaks for the person, everything else is a choice that the
    /// person made in a banner.
    /// </summary>
    public ConsentOrigin Origin => Kind == ConsentSignalKind.Gpc ? ConsentOrigin.Signal : ConsentOrigin.Subject;

    /// <summary>The records to append for this signal, one for each purpose, all of one interaction.</summary>
    /// <param name="subject">Whose choice it is.</param>
    /// <param name="occurredAt">When the choice was made, UTC; the signal itself says it to the day at best.</param>
    /// <param name="interactionId">
    /// The banner's own id of the interaction. Null takes one from the text itself, so that a page that sends the same text again and again
    /// grants once, and cannot undo a withdrawal that was made elsewhere.
    /// </param>
    public IReadOnlyList<ConsentRecord> ToRecords(Identifier subject, DateTimeOffset occurredAt, string? interactionId = null)
    {
        var method = MethodName(Kind);
        var interaction = interactionId
            ?? $"{method}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Raw)).AsSpan(0, 16))}";
        var evidence = new ConsentEvidence { CollectionMethod = method, RawSignal = Raw };
        return
        [
            .. Purposes.Select(signalled => new ConsentRecord
            {
                Subject = subject,
                Act = signalled.Act,
                Purpose = signalled.Purpose,
                OccurredAt = occurredAt,
                Origin = Origin,
                Assurance = subject.Namespace == IdentifierNamespace.AnonymousId ? ConsentAssurance.Anonymous : ConsentAssurance.Claimed,
                Evidence = evidence,
                InteractionId = interaction,
            }),
        ];
    }

    private static string MethodName(ConsentSignalKind kind) => kind switch
    {
        ConsentSignalKind.Tcf => "tcf",
        ConsentSignalKind.Gpp => "gpp",
        ConsentSignalKind.UsPrivacy => "usprivacy",
        ConsentSignalKind.Gpc => "gpc",
        _ => "consent-mode",
    };
}
