using System.Collections.Immutable;

namespace FirstParty.Consent;

/// <summary>What a purpose is called in other vocabularies. Empty where a vocabulary has no word for it.</summary>
public sealed record PurposeMapping
{
    /// <summary>A purpose that no other vocabulary knows.</summary>
    public static PurposeMapping None { get; } = new();

    /// <summary>Purposes of the Transparency and Consent Framework, 1 to 11.</summary>
    /// <seealso href="https://iabeurope.eu/iab-europe-transparency-consent-framework-policies/">TCF policies, appendix A</seealso>
    public ImmutableArray<int> TcfPurposes { get; init; } = [];

    /// <summary>Special purposes of the TCF, 1 to 3: no choice is offered for them.</summary>
    public ImmutableArray<int> TcfSpecialPurposes { get; init; } = [];

    /// <summary>Special features of the TCF, 1 and 2: opt-in.</summary>
    public ImmutableArray<int> TcfSpecialFeatures { get; init; } = [];

    /// <summary>Keys of Google's Consent Mode v2, such as <c>ad_user_data</c>.</summary>
    public ImmutableArray<string> ConsentModeKeys { get; init; } = [];

    /// <summary>Data uses of fideslang, such as <c>marketing.communications.email</c>.</summary>
    public ImmutableArray<string> FideslangUses { get; init; } = [];

    /// <summary>US signals that refuse the purpose: fields of the GPP US sections, and <c>GPC</c>.</summary>
    public ImmutableArray<string> UsSignals { get; init; } = [];
}
