using System.Buffers;

namespace FirstParty.Consent.Signals;

/// <summary>
/// Reads bit fields straight from base64url characters, six bits each, without a buffer. The first error sticks: every later read gives
/// zero and <see cref="Failed"/> is true, so that callers check once, and loops end.
/// </summary>
internal ref struct BitReader
{
    private const int BitsPerCharacter = 6;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly ReadOnlySpan<char> _text;
    private readonly int _origin;
    private int _index;
    private int _bitsLeft = BitsPerCharacter;

    /// <summary>A reader over one segment that starts at index <paramref name="origin"/> of the whole text.</summary>
    public BitReader(ReadOnlySpan<char> text, int origin)
    {
        _text = text;
        _origin = origin;
        var stranger = text.IndexOfAnyExcept(Alphabet);
        if (stranger >= 0)
        {
            _index = stranger;
            Fail(SignalError.BadBase64UrlChar);
        }
    }

    public SignalError Error { get; private set; }

    public int ErrorPosition { get; private set; }

    public readonly bool Failed => Error != SignalError.None;

    private readonly int Remaining => ((_text.Length - _index - 1) * BitsPerCharacter) + _bitsLeft;

    /// <summary>True when that many bits are left; fails as truncated when not.</summary>
    public bool CanRead(int bits)
    {
        if (!Failed && bits > Remaining)
        {
            _index = _text.Length;
            Fail(SignalError.Truncated);
        }

        return !Failed;
    }

    public void Fail(SignalError error)
    {
        if (!Failed)
        {
            (Error, ErrorPosition) = (error, _origin + Math.Min(_index, _text.Length));
        }
    }

    public bool ReadFlag() => Read(1) == 1;

    public int ReadInt(int bits) => (int)Read(bits);

    /// <summary>The next 1 to 64 bits, first bit highest.</summary>
    public ulong Read(int bits)
    {
        if (!CanRead(bits))
        {
            return 0;
        }

        var value = 0UL;
        while (bits >= _bitsLeft)
        {
            value = (value << _bitsLeft) | (Sextet(_text[_index]) & ((1UL << _bitsLeft) - 1));
            bits -= _bitsLeft;
            _index++;
            _bitsLeft = BitsPerCharacter;
        }

        if (bits > 0)
        {
            _bitsLeft -= bits;
            value = (value << bits) | ((Sextet(_text[_index]) >> _bitsLeft) & ((1UL << bits) - 1));
        }

        return value;
    }

    /// <summary>Two letters of six bits each, A = 0.</summary>
    public string ReadLetters()
    {
        var (first, second) = (ReadInt(6), ReadInt(6));
        if (first > 25 || second > 25)
        {
            Fail(SignalError.BadLetter);
            return "";
        }

        return string.Create(2, (first, second), static (letters, codes) =>
            (letters[0], letters[1]) = ((char)('A' + codes.first), (char)('A' + codes.second)));
    }

    /// <summary>The rest must be zeros.</summary>
    public void ReadPadding()
    {
        while (!Failed && Remaining > 0)
        {
            var at = _index;
            if (Read(Math.Min(Remaining, _bitsLeft)) != 0)
            {
                _index = at;
                Fail(SignalError.NonzeroPadding);
            }
        }
    }

    private static ulong Sextet(char character) => character switch
    {
        >= 'a' => (ulong)(character - 'a' + 26),
        '_' => 63,
        >= 'A' => (ulong)(character - 'A'),
        >= '0' => (ulong)(character - '0' + 52),
        _ => 62,
    };
}
