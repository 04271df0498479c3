using System.Security.Cryptography;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Emails;

/// <summary>
/// Writes the links that go into e-mails: the picture that tells of an open, links that tell of a click, and unsubscribing. Each is sealed, so it
/// can be neither forged, redirected nor read. Thread-safe.
/// </summary>
/// <example><code>
/// var links = new EmailLinks(new Uri("https://shop.example/fp"), secret);
/// var unsubscribe = links.Unsubscribe(Identifier.Email(to), "marketing.email", emailId);
/// message.Headers.Add("List-Unsubscribe", $"&lt;{unsubscribe}&gt;");
/// message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
/// </code></example>
public sealed class EmailLinks
{
    private readonly string _base;
    private readonly EmailSeal _seal;
    private readonly RandomNumberGenerator _random;
    private readonly TimeProvider _time;

    /// <summary>A writer of links.</summary>
    /// <param name="baseAddress">Where the endpoints are mapped, such as <c>https://shop.example/fp</c>.</param>
    /// <param name="secret">The secret of <see cref="EmailOptions.Secret"/>.</param>
    /// <param name="random">Where nonces come from; null takes the system's generator.</param>
    /// <param name="time">The clock that says when a link was written; null takes the system's.</param>
    /// <exception cref="ArgumentException">The address is not absolute http or https, or the secret is shorter than 32 bytes.</exception>
    public EmailLinks(Uri baseAddress, byte[] secret, RandomNumberGenerator? random = null, TimeProvider? time = null)
    {
        _base = Web(baseAddress, nameof(baseAddress)).GetLeftPart(UriPartial.Path).TrimEnd('/');
        _seal = new EmailSeal(secret);
        _random = random ?? RandomNumberGenerator.Create();
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The address of a one-pixel picture; fetching it counts one open of the e-mail, however often it is fetched.</summary>
    /// <param name="recipient">To whom it is sent, such as <c>Identifier.Email(to)</c>.</param>
    /// <param name="emailId">The host's id of this e-mail to this recipient.</param>
    /// <param name="campaignId">The campaign; null when there is none.</param>
    public Uri Open(Identifier recipient, string emailId, string? campaignId = null) =>
        Address("o", new EmailLink(EmailLinkKind.Open, recipient, Named(emailId), _time.GetUtcNow()) { CampaignId = campaignId });

    /// <summary>An address that counts a click and leads on to the target, and to nowhere else.</summary>
    /// <param name="recipient">To whom it is sent.</param>
    /// <param name="emailId">The host's id of this e-mail to this recipient.</param>
    /// <param name="target">Where it leads: absolute http or https.</param>
    /// <param name="campaignId">The campaign; null when there is none.</param>
    /// <exception cref="ArgumentException">The target is not absolute http or https.</exception>
    public Uri Click(Identifier recipient, string emailId, Uri target, string? campaignId = null) =>
        Address("c", new EmailLink(EmailLinkKind.Click, recipient, Named(emailId), _time.GetUtcNow())
        {
            CampaignId = campaignId,
            Target = Web(target, nameof(target)).AbsoluteUri,
        });

    /// <summary>
    /// An address for <c>List-Unsubscribe</c>: a POST to it ends the purpose for the recipient at once, without log-in; opened in a browser it asks
    /// first, since scanners open every link.
    /// </summary>
    /// <param name="recipient">To whom it is sent.</param>
    /// <param name="purpose">The registered purpose, such as <c>marketing.email</c>.</param>
    /// <param name="emailId">The host's id of this e-mail to this recipient.</param>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc8058">RFC 8058</seealso>
    public Uri Unsubscribe(Identifier recipient, string purpose, string emailId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        return Address("u", new EmailLink(EmailLinkKind.Unsubscribe, recipient, Named(emailId), _time.GetUtcNow()) { Purpose = purpose });
    }

    private static string Named(string emailId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(emailId);
        return emailId;
    }

    private static Uri Web(Uri address, string parameter)
    {
        ArgumentNullException.ThrowIfNull(address, parameter);
        return address.IsAbsoluteUri && address.Scheme is ("http" or "https")
            ? address
            : throw new ArgumentException("The address is absolute, http or https.", parameter);
    }

    private Uri Address(string route, EmailLink link) => new($"{_base}/v1/e/{route}/{_seal.Seal(link, _random)}");
}
