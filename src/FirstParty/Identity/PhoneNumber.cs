using System.Buffers;
using System.Globalization;
using System.Text;

namespace FirstParty.Identity;

/// <summary>The one form of a telephone number: E.164.</summary>
internal static class PhoneNumber
{
    private const int MinDigits = 8;
    private const int MaxDigits = 15;

    private static readonly SearchValues<char> ExtensionMarks = SearchValues.Create("xX;#,eE");

    public static string? Normalise(string text, string region)
    {
        var number = Digits(WithoutExtension(text));
        if (number is null)
        {
            return null;
        }

        var international = number.StartsWith('+') ? number[1..]
            : number.StartsWith("00", StringComparison.Ordinal) ? number[2..]
            : FromNational(number, region);
        return international is { Length: >= MinDigits and <= MaxDigits } && international[0] != '0' && international.All(char.IsAsciiDigit)
            ? "+" + international
            : null;
    }

    private static string WithoutExtension(string text)
    {
        var value = text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        var end = value.AsSpan().IndexOfAny(ExtensionMarks);
        return end < 0 ? value : value[..end];
    }

    private static string? Digits(string text)
    {
        var digits = new StringBuilder(text.Length);
        var source = text.StartsWith('+') || text.StartsWith("00", StringComparison.Ordinal)
            ? text.Replace("(0)", string.Empty, StringComparison.Ordinal)
            : text;
        foreach (var c in source)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
            {
                digits.Append((char)('0' + digit));
            }
            else if (c == '+')
            {
                digits.Append(c);
            }
            else if (char.IsLetter(c))
            {
                return null;
            }
        }

        return digits.ToString();
    }

    private static string? FromNational(string number, string region)
    {
        if (PhoneRegion.Find(region) is not { } plan)
        {
            return null;
        }

        if (plan.Trunk.Length > 0 && number.StartsWith(plan.Trunk, StringComparison.Ordinal) && plan.Fits(number.Length - plan.Trunk.Length))
        {
            return plan.CountryCode + number[plan.Trunk.Length..];
        }

        return plan.TrunkOptional && plan.Fits(number.Length) ? plan.CountryCode + number : null;
    }
}
