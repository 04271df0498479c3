namespace FirstParty.Consent.Proofs;

/// <summary>A text is not a signed checkpoint.</summary>
public sealed class CheckpointFormatException : FormatException
{
    /// <summary>A refusal at a line.</summary>
    /// <param name="line">The line, from 1; 0 when the text as a whole is refused.</param>
    /// <param name="reason">What is wrong, without quoting the text.</param>
    public CheckpointFormatException(int line, string reason)
        : base(line == 0 ? reason : $"Line {line}: {reason}") => Line = line;

    /// <summary>The line that is wrong, from 1; 0 when it is the text as a whole.</summary>
    public int Line { get; }
}
