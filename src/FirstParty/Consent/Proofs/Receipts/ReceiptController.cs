namespace FirstParty.Consent.Proofs.Receipts;

/// <summary>Who answers for the processing, and what a receipt must say of how they do it.</summary>
/// <param name="Name">The controller's name.</param>
/// <param name="Address">The postal address in one line.</param>
/// <param name="Email">Where questions about privacy go.</param>
/// <param name="NoticeUrl">Where the privacy notice is: an absolute address.</param>
/// <param name="WithdrawalUrl">Where the person changes or withdraws their choices: an absolute address.</param>
/// <exception cref="ArgumentException">An address is null or relative.</exception>
public sealed record ReceiptController(string Name, string Address, string Email, Uri NoticeUrl, Uri WithdrawalUrl)
{
    /// <summary>Where the privacy notice is.</summary>
    public Uri NoticeUrl { get; init; } = Absolute(NoticeUrl);

    /// <summary>Where the person changes or withdraws their choices.</summary>
    public Uri WithdrawalUrl { get; init; } = Absolute(WithdrawalUrl);

    /// <summary>The person or office to ask for, such as <c>Data protection officer</c>.</summary>
    public string Contact { get; init; } = "Privacy";

    /// <summary>A telephone number; null when none is given.</summary>
    public string? Phone { get; init; }

    /// <summary>The controller's own site, which is also its id as a party; null takes the notice's.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where the other rights are exercised; null takes <see cref="WithdrawalUrl"/>.</summary>
    public Uri? RightsUrl { get; init; }

    /// <summary>The supervisory authority's name; null when it is not stated.</summary>
    public string? Authority { get; init; }

    /// <summary>The service that the person uses.</summary>
    public string Service { get; init; } = "Website and app";

    /// <summary>ISO 3166 code of the law that applies where a record does not say it.</summary>
    public string Jurisdiction { get; init; } = "EU";

    /// <summary>ISO 3166 codes of where the data is kept and processed.</summary>
    public IReadOnlyList<string> StorageLocations { get; init; } = ["EU"];

    private static Uri Absolute(Uri url) => url?.IsAbsoluteUri == true
        ? url
        : throw new ArgumentException("A receipt is read far from the site: its addresses are absolute.", nameof(url));
}
