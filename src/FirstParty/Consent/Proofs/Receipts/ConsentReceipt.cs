using FirstParty.Identity;

namespace FirstParty.Consent.Proofs.Receipts;

/// <summary>
/// What a person is given to keep: to whom they said what, about which use of their data, and how to change it. Immutable.
/// </summary>
/// <param name="Id">The receipt's own id.</param>
/// <param name="IssuedAt">When it was made, UTC.</param>
/// <param name="Subject">The identifier that the person is known by to the reader.</param>
/// <param name="Controller">Who answers for the processing.</param>
/// <param name="Items">The purposes that the person has said something about.</param>
public sealed record ConsentReceipt(
    Guid Id, DateTimeOffset IssuedAt, Identifier Subject, ReceiptController Controller, IReadOnlyList<ReceiptItem> Items)
{
    /// <summary>The BCP 47 language that purposes are named in.</summary>
    public string Language { get; init; } = "en";

    /// <summary>
    /// The key that signs the log's checkpoints, in DER, with which a proof of the records can be checked; null leaves it out.
    /// </summary>
    public ReadOnlyMemory<byte>? PublicKey { get; init; }

    /// <summary>A receipt of everything that a person has said so far.</summary>
    /// <param name="id">The receipt's own id.</param>
    /// <param name="issuedAt">Now, UTC: the decisions stated are those of this instant.</param>
    /// <param name="subject">The identifier that the person is known by to the reader.</param>
    /// <param name="controller">Who answers for the processing.</param>
    /// <param name="consent">The person's records.</param>
    public static ConsentReceipt Of(
        Guid id, DateTimeOffset issuedAt, Identifier subject, ReceiptController controller, SubjectConsent consent)
    {
        ArgumentNullException.ThrowIfNull(controller);
        ArgumentNullException.ThrowIfNull(consent);
        var items = consent.Records
            .Where(record => record.Kind == ConsentRecordKind.ConsentAct && record.EffectiveAt <= issuedAt)
            .GroupBy(record => record.Purpose, StringComparer.Ordinal)
            .Where(records => consent.Rules.Purposes.Find(records.Key) is not null)
            .Select(records => new ReceiptItem(
                consent.Rules.Purposes[records.Key],
                consent.Decide(records.Key, issuedAt),
                [.. records.OrderBy(record => record.EffectiveAt).ThenBy(record => record.Sequence)]));
        return new ConsentReceipt(id, issuedAt, subject, controller, [.. items]);
    }

    /// <summary>The receipt as text.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is not defined.</exception>
    public string Write(ReceiptFormat format) => format switch
    {
        ReceiptFormat.Kantara11 => KantaraReceipt.Write(this),
        ReceiptFormat.Iso27560JsonLd => DpvReceipt.Write(this),
        ReceiptFormat.Html => HtmlReceipt.Write(this),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not defined."),
    };

    /// <summary>How the subject is written: namespace and value.</summary>
    internal string SubjectText => $"{Subject.Namespace}:{Subject.Value}";

    /// <summary>The categories of data that a purpose may see, never empty.</summary>
    internal static IEnumerable<string> Categories(Purpose purpose) =>
        purpose.AllowedCategories.IsDefaultOrEmpty ? ["personal data described in the privacy notice"] : purpose.AllowedCategories;
}
