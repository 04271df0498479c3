using FirstParty.Identity;

namespace FirstParty.AspNetCore.Emails;

/// <summary>What a sealed link says.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Recipient">To whom the e-mail was sent.</param>
/// <param name="EmailId">The host's id of the e-mail.</param>
/// <param name="IssuedAt">When the link was written, UTC: whoever was erased later is not brought back by it.</param>
internal sealed record EmailLink(EmailLinkKind Kind, Identifier Recipient, string EmailId, DateTimeOffset IssuedAt)
{
    /// <summary>The campaign; null when there is none.</summary>
    public string? CampaignId { get; init; }

    /// <summary>Where a click leads; null for other kinds.</summary>
    public string? Target { get; init; }

    /// <summary>What an unsubscription is from; null for other kinds.</summary>
    public string? Purpose { get; init; }
}
