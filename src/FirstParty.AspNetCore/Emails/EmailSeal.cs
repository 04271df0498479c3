using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Emails;

/// <summary>
/// Seals links with AES-256-GCM: nobody can make one or change one, and an address in a log says nothing about its recipient.
/// </summary>
/// <seealso href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</seealso>
internal sealed class EmailSeal
{
    public const int MinSecretLength = 32;

    private const int MaxTokenLength = 4_096;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _key;

    public EmailSeal(byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, MinSecretLength, nameof(secret));
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "firstparty e-mail links v1"u8.ToArray());
    }

    /// <summary>A token that fits into an address.</summary>
    public string Seal(EmailLink link, RandomNumberGenerator random)
    {
        var plain = Write(link);
        var token = new byte[NonceLength + plain.Length + TagLength];
        random.GetBytes(token, 0, NonceLength);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(token.AsSpan(0, NonceLength), plain, token.AsSpan(NonceLength, plain.Length), token.AsSpan(NonceLength + plain.Length));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>What the token says, or null when it was not sealed with this secret or is of another kind.</summary>
    public EmailLink? Open(string? text, EmailLinkKind kind)
    {
        if (text is not { Length: > 0 and <= MaxTokenLength } || !Base64Url.IsValid(text))
        {
            return null;
        }

        var token = Base64Url.DecodeFromChars(text);
        if (token.Length <= NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[token.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(_key, TagLength);
            aes.Decrypt(token.AsSpan(0, NonceLength), token.AsSpan(NonceLength, plain.Length), token.AsSpan(NonceLength + plain.Length), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        var link = Read(plain);
        return link.Kind == kind ? link : null;
    }

    private static ReadOnlySpan<byte> Write(EmailLink link)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        writer.WriteNumberValue((int)link.Kind);
        foreach (var text in (ReadOnlySpan<string?>)[link.Recipient.Namespace, link.Recipient.Value, link.EmailId, link.CampaignId, link.Target, link.Purpose])
        {
            writer.WriteStringValue(text);
        }

        writer.WriteNumberValue(link.IssuedAt.UtcTicks); // To the tick: an erasure a moment before is told from one a moment after.
        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static EmailLink Read(byte[] plain)
    {
        using var document = JsonDocument.Parse(plain);
        var parts = document.RootElement;
        return new EmailLink(
            (EmailLinkKind)parts[0].GetInt32(),
            Identifier.Of(parts[1].GetString()!, parts[2].GetString()!),
            parts[3].GetString()!,
            new DateTimeOffset(parts[7].GetInt64(), TimeSpan.Zero))
        {
            CampaignId = parts[4].GetString(),
            Target = parts[5].GetString(),
            Purpose = parts[6].GetString(),
        };
    }
}
