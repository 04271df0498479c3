namespace FirstParty.Consent.Signals;

/// <summary>A text is not a GPP string that is read.</summary>
public sealed class GppStringFormatException : FormatException
{
    /// <summary>A refusal at a position. The message does not quote the text.</summary>
    public GppStringFormatException(SignalError error, int position)
        : base($"Not a GPP string: {error.Code()} at character {position}.") => (Error, Position) = (error, position);

    /// <summary>What is wrong.</summary>
    public SignalError Error { get; }

    /// <summary>Where, as an index of UTF-16 characters from 0; the text's length when more was expected.</summary>
    public int Position { get; }
}
