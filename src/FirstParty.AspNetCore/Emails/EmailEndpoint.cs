using System.Security.Cryptography;
using System.Text;
using FirstParty.AspNetCore.Collector;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Emails;

/// <summary>Opens, clicks and unsubscriptions. What the recipient wants happens in any case; counting it is secondary.</summary>
internal sealed class EmailEndpoint(CustomerDataPlatform platform, EmailOptions options, EmailSeal seal, RequestGate gate, ILogger logger)
{
    private static readonly byte[] Pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    /// <summary>The picture.</summary>
    public async Task OpenAsync(HttpContext context)
    {
        if (Find(context, EmailLinkKind.Open) is not { } link)
        {
            NotFound(context);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await CountIfAdmittedAsync(context, link, "Email Opened").ConfigureAwait(false);
        }

        context.Response.ContentType = "image/gif";
        context.Response.ContentLength = Pixel.Length;
        Guard(context);
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(Pixel, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>The way on.</summary>
    public async Task ClickAsync(HttpContext context)
    {
        if (Find(context, EmailLinkKind.Click) is not { Target: { } target } link)
        {
            NotFound(context);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await CountIfAdmittedAsync(context, link, "Email Link Clicked").ConfigureAwait(false);
        }

        Guard(context);
        context.Response.Redirect(target);
    }

    /// <summary>Asks before unsubscribing: whatever scans e-mails for dangerous links opens them, but presses no button.</summary>
    public Task AskAsync(HttpContext context) => gate.PassUnsharedAsync(context, 0, _ => Find(context, EmailLinkKind.Unsubscribe) is { } link
        ? UnsubscribePage.AskAsync(context, TitleOf(link, context))
        : UnsubscribePage.InvalidAsync(context));

    /// <summary>Unsubscribes, at once and for good; the sealed address is the authority (RFC 8058).</summary>
    public Task UnsubscribeAsync(HttpContext context) => gate.PassUnsharedAsync(context, 0, async _ =>
    {
        if (Find(context, EmailLinkKind.Unsubscribe) is not { } link || platform.Purposes.Find(link.Purpose!) is not { } purpose)
        {
            await UnsubscribePage.InvalidAsync(context).ConfigureAwait(false);
            return;
        }

        // Of somebody who was erased since, nothing is kept, not even this, unless something still has to be stopped.
        var isForgotten = await IsForgottenAsync(link, context.RequestAborted).ConfigureAwait(false);
        if (!isForgotten || (await platform.Consent.DecideAsync(link.Recipient, purpose.Id, context.RequestAborted).ConfigureAwait(false)).Allowed)
        {
            await platform.Consent.RecordAsync(RefusalOf(link, purpose), context.RequestAborted).ConfigureAwait(false);
        }

        await CountAsync(link, "Unsubscribed", context).ConfigureAwait(false);
        await UnsubscribePage.DoneAsync(context, TitleOf(link, context)).ConfigureAwait(false);
    });

    private static void NotFound(HttpContext context)
    {
        Guard(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer"; // The token is between the sender and the recipient.
    }

    private EmailLink? Find(HttpContext context, EmailLinkKind kind) => seal.Open(context.Request.RouteValues["token"] as string, kind);

    private string TitleOf(EmailLink link, HttpContext context)
    {
        var language = context.Request.Headers.AcceptLanguage.ToString().Split(',', ';')[0].Trim();
        return platform.Purposes.Find(link.Purpose!)?.TitleIn(language.Length is > 0 and <= 35 ? language : null) ?? link.Purpose!;
    }

    private ConsentRecord RefusalOf(EmailLink link, Purpose purpose) => new()
    {
        Subject = link.Recipient,
        Act = purpose.Regime switch
        {
            ConsentRegime.OptIn => ConsentAct.Withdrawn,
            ConsentRegime.OptOut => ConsentAct.OptedOut,
            _ => ConsentAct.Objected,
        },
        Purpose = purpose.Id,
        PurposeVersion = purpose.Version,
        OccurredAt = platform.Time.GetUtcNow(),
        Assurance = ConsentAssurance.Verified, // Only who received the e-mail holds the address.
        Evidence = new ConsentEvidence { Channel = "email-link", CollectionMethod = "one-click", Text = $"unsubscribe link of e-mail {link.EmailId}" },
    };

    private async ValueTask<bool> IsForgottenAsync(EmailLink link, CancellationToken cancellationToken) =>
        await platform.Privacy.ErasedAtAsync(link.Recipient, cancellationToken).ConfigureAwait(false) >= link.IssuedAt;

    private async ValueTask CountIfAdmittedAsync(HttpContext context, EmailLink link, string name)
    {
        if (gate.Admits(context, out var reason, out _))
        {
            await CountAsync(link, name, context).ConfigureAwait(false);
        }
        else
        {
            CollectorMetrics.Refused(reason);
        }
    }

    private async ValueTask CountAsync(EmailLink link, string name, HttpContext context)
    {
        try
        {
            if (await IsForgottenAsync(link, CancellationToken.None).ConfigureAwait(false))
            {
                return;
            }

            var outcome = await platform.IngestAsync(
                new TrackEvent
                {
                    Name = name,
                    Source = options.Source,
                    Identifiers = [link.Recipient],
                    MessageId = Once(context, name),
                    Properties = PropertiesOf(link),
                },
                CancellationToken.None).ConfigureAwait(false);
            CollectorMetrics.Settled(outcome);
        }
        catch (StorageException fault)
        {
            CollectorLog.StorageFailed(logger, fault);
        }
    }

    private static Attributes PropertiesOf(EmailLink link)
    {
        var properties = new Attributes { ["email_id"] = link.EmailId };
        if (link.CampaignId is not null)
        {
            properties["campaign_id"] = link.CampaignId;
        }

        if (link.Target is not null)
        {
            properties["link_url"] = link.Target;
        }

        return properties.Freeze();
    }

    /// <summary>The same link counts once, however often programs and people fetch it.</summary>
    private static string Once(HttpContext context, string name) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(name + (string)context.Request.RouteValues["token"]!)).AsSpan(0, 16));
}
