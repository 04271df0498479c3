using System.Text;

namespace FirstParty.Tests.Consent.Signals;

/// <summary>Writes hostile strings, bit by bit, for the tests alone.</summary>
internal sealed class BitWriter
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private readonly List<bool> _bits = [];

    public BitWriter Add(long value, int bits)
    {
        for (var bit = bits - 1; bit >= 0; bit--)
        {
            _bits.Add(((value >> bit) & 1) == 1);
        }

        return this;
    }

    /// <summary>Version 2, a day in 2025, English, Sweden, service-specific, nothing consented to.</summary>
    public BitWriter CoreUpToVendors() => Core(0, 0);

    /// <summary>The same with purposes, purpose 1 in the highest of 24 bits.</summary>
    public BitWriter Core(long consents, long interests) => Add(2, 6).Add(17490816000, 36).Add(17490816000, 36)
        .Add(31, 12).Add(640, 12).Add(1, 6).Add(4, 6).Add(13, 6).Add(126, 12).Add(5, 6).Add(1, 1).Add(0, 1).Add(0, 12)
        .Add(consents, 24).Add(interests, 24).Add(0, 1).Add(18, 6).Add(4, 6);

    /// <summary>Vendors as one bit each.</summary>
    public BitWriter Vendors(params int[] vendors)
    {
        var max = vendors.DefaultIfEmpty().Max();
        Add(max, 16).Add(0, 1);
        for (var vendor = 1; vendor <= max; vendor++)
        {
            Add(vendors.Contains(vendor) ? 1 : 0, 1);
        }

        return this;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var start = 0; start < _bits.Count; start += 6)
        {
            var sextet = 0;
            for (var bit = 0; bit < 6; bit++)
            {
                sextet = (sextet << 1) | (start + bit < _bits.Count && _bits[start + bit] ? 1 : 0);
            }

            text.Append(Alphabet[sextet]);
        }

        return text.ToString();
    }
}
