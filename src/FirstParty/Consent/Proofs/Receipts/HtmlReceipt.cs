using System.Globalization;
using System.Net;

namespace FirstParty.Consent.Proofs.Receipts;

/// <summary>The page for people. Every value is encoded, and only web and mail addresses become links.</summary>
internal static class HtmlReceipt
{
    private const string Style = """
        body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid #ccc}
        small{color:#555}
        """;

    public static string Write(ConsentReceipt receipt)
    {
        var controller = receipt.Controller;
        var title = $"Your choices at {Text(controller.Name)}";
        return $"""
            <!doctype html>
            <html lang="{Text(receipt.Language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <h1>{title}</h1>
            <p>As of {Day(receipt.IssuedAt)}, for <strong>{Text(receipt.SubjectText)}</strong>.</p>
            {Table(receipt)}
            {Footer(receipt)}
            </main>
            </body>
            </html>

            """;
    }

    private static string Table(ConsentReceipt receipt) => $"""
        <table>
        <thead>
        <tr><th scope="col">What your data is used for</th><th scope="col">Your choice</th><th scope="col">Since</th></tr>
        </thead>
        <tbody>
        {string.Join("\n", receipt.Items.Select(item => Row(item, receipt.Language)))}
        </tbody>
        </table>
        """;

    private static string Row(ReceiptItem item, string language)
    {
        var purpose = item.Purpose;
        var shared = purpose.Recipients.IsEmpty ? "" : $"<br><small>Shared with {Text(string.Join(", ", purpose.Recipients))}</small>";
        var until = item.Decision is { Allowed: true, ValidUntil: { } end } ? $"<br><small>until {Day(end)}</small>" : "";
        return $"""
            <tr><th scope="row">{Text(purpose.TitleIn(language))}{shared}</th>
            <td>{Choice(item.Decision.Status)}{until}</td><td>{Day(item.Latest.EffectiveAt)}</td></tr>
            """;
    }

    private static string Footer(ConsentReceipt receipt)
    {
        var controller = receipt.Controller;
        var phone = controller.Phone is { } number ? $", {Text(number)}" : "";
        var authority = controller.Authority is { } name ? $"<br>You may complain to {Text(name)}." : "";
        return $"""
            <h2>Change your mind</h2>
            <p>You can change or withdraw any of this at any time: {Link(controller.WithdrawalUrl)}.<br>
            Your other rights: {Link(controller.RightsUrl ?? controller.WithdrawalUrl)}.<br>
            What we tell everybody: {Link(controller.NoticeUrl)}.</p>
            <h2>Who answers for it</h2>
            <p>{Text(controller.Name)}, {Text(controller.Address)}<br>
            {Text(controller.Contact)}: {Text(controller.Email)}{phone}{authority}</p>
            <p><small>Receipt {receipt.Id}</small></p>
            """;
    }

    private static string Choice(ConsentStatus status) => status switch
    {
        ConsentStatus.Granted => "Yes",
        ConsentStatus.Denied => "No",
        ConsentStatus.Withdrawn => "No, withdrawn",
        ConsentStatus.Objected => "No, objected",
        ConsentStatus.OptedOut => "No, opted out",
        ConsentStatus.Expired => "No longer: your yes has expired",
        ConsentStatus.Stale => "No longer: the terms have changed since",
        ConsentStatus.NotObjected or ConsentStatus.NotOptedOut => "Not objected",
        ConsentStatus.NotApplicable => "Needed for the service",
        ConsentStatus.Blocked => "No, not permitted",
        _ => "Not answered",
    };

    private static string Link(Uri url) => url.Scheme is "https" or "http" or "mailto"
        ? $"<a href=\"{Text(url.AbsoluteUri)}\" rel=\"noreferrer\">{Text(url.AbsoluteUri)}</a>"
        : Text(url.AbsoluteUri);

    private static string Day(DateTimeOffset instant)
    {
        var day = instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"<time datetime=\"{ReceiptJson.Instant(instant)}\">{day}</time>";
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
