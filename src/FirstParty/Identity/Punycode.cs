using System.Text;

namespace FirstParty.Identity;

/// <summary>RFC 3492: a label of a domain name in ASCII.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int MinThreshold = 1;
    private const int MaxThreshold = 26;

    public static string Encode(string label)
    {
        var runes = label.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var output = new StringBuilder();
        output.Append([.. runes.Where(rune => rune < 0x80).Select(rune => (char)rune)]);
        var basic = output.Length;
        if (basic > 0)
        {
            output.Append('-');
        }

        var (next, delta, bias, handled) = (0x80, 0, 72, basic);
        while (handled < runes.Length)
        {
            var smallest = runes.Where(rune => rune >= next).Min();
            delta += (smallest - next) * (handled + 1);
            next = smallest;
            foreach (var rune in runes)
            {
                if (rune < next)
                {
                    delta++;
                }
                else if (rune == next)
                {
                    AppendInteger(output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            next++;
        }

        return output.ToString();
    }

    private static void AppendInteger(StringBuilder output, int value, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Math.Clamp(k - bias, MinThreshold, MaxThreshold);
            if (value < threshold)
            {
                output.Append(Digit(value));
                return;
            }

            output.Append(Digit(threshold + ((value - threshold) % (Base - threshold))));
            value = (value - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(int delta, int points, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / points;
        var k = 0;
        for (; delta > (Base - MinThreshold) * MaxThreshold / 2; k += Base)
        {
            delta /= Base - MinThreshold;
        }

        return k + ((Base - MinThreshold + 1) * delta / (delta + 38));
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);
}
