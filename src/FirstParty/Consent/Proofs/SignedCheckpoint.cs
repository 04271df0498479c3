using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// A checkpoint with the signatures over it, as text that can be printed, mailed or committed. Parsing checks the form alone: trust nothing
/// in it before <see cref="IsSignedBy"/> said yes. Immutable.
/// </summary>
/// <seealso href="https://c2sp.org/signed-note">C2SP signed-note</seealso>
public sealed class SignedCheckpoint
{
    /// <summary>The longest note that is read, in UTF-16 characters.</summary>
    public const int MaxNoteLength = 65_536;

    /// <summary>The most signature lines that are read.</summary>
    public const int MaxSignatures = 64;

    private readonly string _text;

    private SignedCheckpoint(Checkpoint checkpoint, string text, IReadOnlyList<NoteSignature> signatures)
    {
        (Checkpoint, _text, Signatures) = (checkpoint, text, signatures);
    }

    /// <summary>What is signed.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The signature lines in their order, verified or not.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Signs a checkpoint.</summary>
    /// <exception cref="InvalidOperationException">The checkpoint's origin is not one line of text.</exception>
    public static async ValueTask<SignedCheckpoint> SignAsync(
        Checkpoint checkpoint, CheckpointSigner signer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(signer);
        var text = checkpoint.ToText();
        var signature = await signer.SignAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
        return new SignedCheckpoint(checkpoint, text, [new NoteSignature(signer.Verifier.Name, signer.Verifier.KeyId, signature)]);
    }

    /// <summary>
    /// Reads a signed note whose text is a checkpoint. Extension lines are kept under the signature and otherwise ignored.
    /// </summary>
    /// <exception cref="CheckpointFormatException">The text is not in that form, or is longer than <see cref="MaxNoteLength"/>.</exception>
    public static SignedCheckpoint Parse(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (note.Length > MaxNoteLength)
        {
            throw new CheckpointFormatException(0, "The note is too long.");
        }

        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || note[^1] != '\n')
        {
            throw new CheckpointFormatException(0, "A note is its text, an empty line, and signature lines, each ended by LF.");
        }

        var text = note[..(end + 1)];
        var lines = text.Split('\n');
        RefuseControlCharacters(note);
        return new SignedCheckpoint(ReadText(lines), text, ReadSignatures(note[(end + 2)..], lines.Length));
    }

    /// <summary>Reads a signed note whose text is a checkpoint; false for anything else, null included.</summary>
    public static bool TryParse(string? note, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SignedCheckpoint? checkpoint)
    {
        try
        {
            checkpoint = note is null ? null : Parse(note);
        }
        catch (CheckpointFormatException)
        {
            checkpoint = null;
        }

        return checkpoint is not null;
    }

    /// <summary>
    /// True when a signature line of the verifier's key is there and is right. A line that names the key and is wrong makes the whole note
    /// false, whatever other lines say; lines of unknown keys are ignored.
    /// </summary>
    public bool IsSignedBy(CheckpointVerifier verifier)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        var text = Encoding.UTF8.GetBytes(_text);
        var verified = false;
        foreach (var signature in Signatures)
        {
            if (signature.KeyId == verifier.KeyId && string.Equals(signature.Name, verifier.Name, StringComparison.Ordinal))
            {
                if (!verifier.Verify(text, signature.Signature.Span))
                {
                    return false;
                }

                verified = true;
            }
        }

        return verified;
    }

    /// <summary>The whole note, ended by LF.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(_text).Append('\n');
        foreach (var line in Signatures)
        {
            var blob = new byte[4 + line.Signature.Length];
            BinaryPrimitives.WriteUInt32BigEndian(blob, line.KeyId);
            line.Signature.CopyTo(blob.AsMemory(4));
            note.Append("\u2014 ").Append(line.Name).Append(' ').Append(Convert.ToBase64String(blob)).Append('\n');
        }

        return note.ToString();
    }

    private static void RefuseControlCharacters(string note)
    {
        var line = 1;
        foreach (var character in note)
        {
            line += character == '\n' ? 1 : 0;
            if (character < ' ' && character != '\n')
            {
                throw new CheckpointFormatException(line, "A note holds no control character but LF.");
            }
        }
    }

    private static Checkpoint ReadText(string[] lines)
    {
        if (lines.Length < 4 || lines.AsSpan(0, lines.Length - 1).Contains(""))
        {
            throw new CheckpointFormatException(0, "A checkpoint is at least three lines, none of them empty.");
        }

        if (!ulong.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || (lines[1].Length > 1 && lines[1][0] == '0'))
        {
            throw new CheckpointFormatException(2, "The size is a decimal number without sign or leading zeros.");
        }

        return ReadBase64(lines[2]) is { Length: Hash256.Length } root
            ? new Checkpoint(lines[0], size, new Hash256(root))
            : throw new CheckpointFormatException(3, "The root is 32 bytes in base64.");
    }

    private static List<NoteSignature> ReadSignatures(string block, int linesBefore)
    {
        var lines = block.Split('\n');
        if (lines.Length < 2 || lines.Length - 1 > MaxSignatures)
        {
            throw new CheckpointFormatException(0, $"A note has 1 to {MaxSignatures} signature lines.");
        }

        var signatures = new List<NoteSignature>(lines.Length - 1);
        for (var i = 0; i < lines.Length - 1; i++)
        {
            signatures.Add(ReadSignature(lines[i])
                ?? throw new CheckpointFormatException(linesBefore + 1 + i, "A signature line is an em dash, the key's name and base64."));
        }

        return signatures;
    }

    private static NoteSignature? ReadSignature(string line)
    {
        var parts = line.Split(' ');
        return parts is ["\u2014", { Length: > 0 } name, var base64] && !name.Contains('+', StringComparison.Ordinal)
            && ReadBase64(base64) is { Length: > 4 } blob
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(blob), blob.AsMemory(4))
            : null;
    }

    // Convert skips white space and tolerates spare bits; a signed form has one spelling only.
    private static byte[]? ReadBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && string.Equals(Convert.ToBase64String(bytes, 0, length), text, StringComparison.Ordinal)
            ? bytes[..length]
            : null;
    }
}
