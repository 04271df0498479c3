using FirstParty.Consent.Proofs;

namespace FirstParty.Consent;

/// <summary>
/// How, when and on what information a person acted: what a controller must be able to demonstrate. Kept only in the encrypted payload.
/// A plain string converts to evidence with that <see cref="Text"/>.
/// </summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 7(1)</seealso>
public sealed record ConsentEvidence
{
    /// <summary>The longest <see cref="Text"/> and <see cref="RawSignal"/>, in UTF-16 characters.</summary>
    public const int MaxTextLength = 16_384;

    /// <summary>The longest text that is published, in UTF-16 characters.</summary>
    public const int MaxPolicyTextLength = 262_144;

    /// <summary>The longest of the other strings, in UTF-16 characters.</summary>
    public const int MaxNameLength = 256;

    /// <summary>No evidence.</summary>
    public static ConsentEvidence None { get; } = new();

    /// <summary>Where and how the act was made, in the host's words, such as <c>checkout form v3</c>; no more personal data than needed.
    /// Of a published text its words.</summary>
    public string? Text { get; init; }

    /// <summary>The id of the policy or notice text that the person saw; null when there was none.</summary>
    public string? PolicyTextId { get; init; }

    /// <summary>Its version; null means the one that was in force at the time of the act.</summary>
    public PolicyVersion? PolicyVersion { get; init; }

    /// <summary>The fingerprint of the words that the person saw, by <see cref="PolicyText.Hash"/>; all zeros when there was no text.</summary>
    public Hash256 TextHash { get; init; }

    /// <summary>The BCP 47 language of the text; null when unknown.</summary>
    public string? Locale { get; init; }

    /// <summary>The notice that was shown; null when none.</summary>
    public string? NoticeId { get; init; }

    /// <summary>Which variant of the user interface was shown; null when there is one only.</summary>
    public string? UiVariant { get; init; }

    /// <summary>SHA-256 of a screenshot kept elsewhere; all zeros when there is none.</summary>
    public Hash256 ScreenshotHash { get; init; }

    /// <summary>Such as <c>web</c>, <c>app</c>, <c>phone</c>, <c>email-link</c>; null when unknown.</summary>
    public string? Channel { get; init; }

    /// <summary>Such as <c>banner</c>, <c>form</c>, <c>tcf</c>, <c>gpc</c>; null when unknown.</summary>
    public string? CollectionMethod { get; init; }

    /// <summary>The TC string, GPP string or header as received; null when there was none.</summary>
    public string? RawSignal { get; init; }

    /// <summary>Evidence that is one line of text; null gives <see cref="None"/>.</summary>
    public static ConsentEvidence FromString(string? text) => text is null ? None : new ConsentEvidence { Text = text };

    /// <summary>Evidence that is one line of text.</summary>
    public static implicit operator ConsentEvidence(string? text) => FromString(text);

    /// <summary>Which text was seen; nothing that leads to the person.</summary>
    public override string ToString() => $"Evidence on '{PolicyTextId}' {PolicyVersion}";
}
