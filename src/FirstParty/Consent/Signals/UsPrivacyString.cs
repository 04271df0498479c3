namespace FirstParty.Consent.Signals;

/// <summary>A US Privacy string, the four characters that came before GPP: version, notice, opt-out of sale, LSPA.</summary>
/// <param name="Notice">Whether notice and the opportunity to opt out were given; null when not applicable.</param>
/// <param name="OptOutSale">Whether the person opted out of the sale of their data; null when not applicable.</param>
/// <param name="LspaCovered">
/// Whether the transaction is covered by the limited service provider agreement; null when not applicable.
/// </param>
/// <seealso href="https://github.com/InteractiveAdvertisingBureau/USPrivacy">US Privacy specification</seealso>
public sealed record UsPrivacyString(bool? Notice, bool? OptOutSale, bool? LspaCovered)
{
    /// <summary>Reads a US Privacy string of version 1; false for anything else, null included.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out UsPrivacyString? result)
    {
        result = null;
        if (text is not { Length: 4 } || text[0] != '1' || text.AsSpan(1).ContainsAnyExcept("YN-"))
        {
            return false;
        }

        result = new UsPrivacyString(Answer(text[1]), Answer(text[2]), Answer(text[3]));
        return true;
    }

    private static bool? Answer(char character) => character == '-' ? null : character == 'Y';
}
