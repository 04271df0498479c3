using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Reads what the person behind an identifier has said.</summary>
internal static class SubjectReader
{
    public static async ValueTask<SubjectConsent> ReadAsync(
        StorageSession session, LineParts parts, Identifier subject, WordOf whose, CancellationToken cancellationToken)
    {
        var members = await PersonDirectory.MembersAsync(session, [subject], cancellationToken).ConfigureAwait(false);
        var links = await VerifiedLinks.ReadAsync(session, [subject], cancellationToken).ConfigureAwait(false);
        var all = members.Values.SelectMany(own => own).Append(subject).ToHashSet();
        var sure = links.From(subject);
        var heard = whose == WordOf.Own ? sure : all;
        var book = await ConsentBook.ReadAsync(parts.Ledger, parts.ConsentRules, session.Consent, heard, cancellationToken).ConfigureAwait(false);
        return book.Of(heard, whose == WordOf.Everybody ? all : sure);
    }
}
