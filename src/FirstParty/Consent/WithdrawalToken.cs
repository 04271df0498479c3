using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>
/// What a one-click link in a message says: who withdraws what. Sealed under the log's own secret, so that it can be neither read nor made up by
/// anybody who holds the link.
/// </summary>
/// <param name="Subject">The identifier that the message was sent to.</param>
/// <param name="Purpose">The purpose to withdraw from.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc8058">RFC 8058, List-Unsubscribe-Post</seealso>
public readonly record struct WithdrawalToken(Identifier Subject, string Purpose)
{
    /// <summary>The longest token, in characters, that is read.</summary>
    public const int MaxLength = 4_096;

    private const char Separator = '\u001F';

    internal string Plain => string.Join(Separator, Purpose, Subject.Namespace, Subject.Value);

    internal static WithdrawalToken? Parse(string plain) => plain.Split(Separator, 3) is [var purpose, var name, var value]
        ? new WithdrawalToken(new Identifier(name, value), purpose)
        : null;
}
