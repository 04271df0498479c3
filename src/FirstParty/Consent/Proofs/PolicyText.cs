using System.Security.Cryptography;
using System.Text;

namespace FirstParty.Consent.Proofs;

/// <summary>The fingerprint of a policy or notice text, so that a record can prove which words a person saw.</summary>
public static class PolicyText
{
    /// <summary>
    /// SHA-256 of the text in UTF-8, after every CR LF and lone CR became LF and the characters were composed (Unicode form NFC), so that
    /// an editor's line ends do not change the hash. A process in .NET's invariant-globalization mode cannot compose characters and hashes
    /// them as they stand: give it texts that are composed already, as nearly all are.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not well-formed Unicode.</exception>
    public static Hash256 Hash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryHash(text) ?? throw new ArgumentException("The text is not well-formed Unicode.", nameof(text));
    }

    /// <summary>The same, or null when the text is not well-formed Unicode.</summary>
    internal static Hash256? TryHash(string text)
    {
        if (!IsWellFormed(text))
        {
            return null;
        }

        var canonical = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Normalize(NormalizationForm.FormC);
        return new Hash256(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
