using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FirstParty.Consent.Proofs;

/// <summary>A proof bundle as JSON: strict, so that no field can be lost by a misspelt name.</summary>
internal static class ProofBundleJson
{
    private const string Format = "firstparty-proof/1";
    private const int MaxLength = 1_000_000;

    private static readonly string[] Names =
        ["format", "leaf", "inclusionProof", "checkpoint", "policyText", "publicKey", "record", "secret", "ciphertext"];

    public static string Write(ProofBundle bundle)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteBase64String("leaf", bundle.Leaf.Span);
            json.WriteStartArray("inclusionProof");
            foreach (var hash in bundle.InclusionProof)
            {
                json.WriteBase64StringValue(hash.ToByteArray());
            }

            json.WriteEndArray();
            json.WriteString("checkpoint", bundle.Checkpoint);
            WriteText(json, "policyText", bundle.PolicyText);
            WriteBytes(json, "publicKey", bundle.PublicKey);
            WriteText(json, "record", bundle.Record);
            WriteBytes(json, "secret", bundle.Opening?.Secret);
            WriteBytes(json, "ciphertext", bundle.Opening?.Ciphertext);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static ProofBundle Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new FormatException("The proof bundle is too long.");
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 3 });
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("The text is not a proof bundle in JSON.", fault);
        }
    }

    private static ProofBundle Read(JsonElement json)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (!Names.Contains(property.Name, StringComparer.Ordinal) || !seen.Add(property.Name))
            {
                throw new FormatException("The proof bundle has a property that does not belong there, or one twice.");
            }
        }

        if (json.GetProperty("format").GetString() != Format || seen.Contains("secret") != seen.Contains("ciphertext"))
        {
            throw new FormatException($"The proof bundle is not in the form {Format}.");
        }

        var proof = json.GetProperty("inclusionProof");
        if (proof.GetArrayLength() > MerkleTree.MaxProofLength)
        {
            throw new FormatException("The inclusion proof is too long.");
        }

        var leaf = ReadBytes(json, "leaf") ?? throw new KeyNotFoundException();
        return new ProofBundle(leaf, [.. proof.EnumerateArray().Select(ReadHash)], ReadRequired(json, "checkpoint"))
        {
            PolicyText = ReadText(json, "policyText"),
            PublicKey = ReadBytes(json, "publicKey"),
            Record = ReadText(json, "record"),
            Opening = ReadBytes(json, "secret") is { } secret ? new ProofOpening(secret, ReadBytes(json, "ciphertext")!.Value) : null,
        };
    }

    private static Hash256 ReadHash(JsonElement json) => json.GetBytesFromBase64() is { Length: Hash256.Length } bytes
        ? new Hash256(bytes)
        : throw new FormatException("A hash in the inclusion proof does not have 32 bytes.");

    private static string ReadRequired(JsonElement json, string name) => ReadText(json, name) ?? throw new KeyNotFoundException();

    private static string? ReadText(JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value.GetString() ?? throw new FormatException("A property of the proof bundle is null.")
        : null;

    private static ReadOnlyMemory<byte>? ReadBytes(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetBytesFromBase64() : default(ReadOnlyMemory<byte>?);

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteBytes(Utf8JsonWriter json, string name, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is { } present)
        {
            json.WriteBase64String(name, present.Span);
        }
    }
}
