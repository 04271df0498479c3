namespace FirstParty.Taxonomies;

/// <summary>
/// Shows a value to people without giving it away: enough to recognise one's own, not enough to use. The number of dots tells nothing of
/// the length.
/// </summary>
public static class Masking
{
    private const string Dots = "•••";

    /// <summary>A value masked as its classification asks: whole when it is merely personal, except that addresses and numbers to reach a
    /// person by are masked always.</summary>
    /// <param name="definition">What the value is, or null when unknown, which masks it wholly.</param>
    /// <param name="sensitivity">The sensitivity of the fact, as raised.</param>
    /// <param name="text">The value as text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string Mask(DataDefinition? definition, Sensitivity sensitivity, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (definition?.Key, sensitivity) switch
        {
            (null, _) or (_, Sensitivity.NationalId) => Whole(text),
            (_, > Sensitivity.Personal) => Whole(text),
            ("identity.email", _) => Email(text),
            ("identity.phone", _) => Phone(text),
            _ => text,
        };
    }

    /// <summary>Dots, whatever the text; nothing stays nothing.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string Whole(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? "" : Dots;
    }

    /// <summary>An e-mail address with the first letter and the domain: <c>a•••@example.com</c>. Anything else is masked wholly.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string Email(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf('@');
        if (at < 1 || at == text.Length - 1)
        {
            return Whole(text);
        }

        // A name of one letter is not shown: it would be the whole name.
        var firstLetter = System.Globalization.StringInfo.GetNextTextElementLength(text.AsSpan(0, at)) is var length && length < at
            ? text[..length]
            : "";
        return firstLetter + Dots + text[at..];
    }

    /// <summary>A telephone or card number with its last two digits: <c>•••67</c>. Fewer than six digits are masked wholly.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string Phone(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var digits = text.Where(char.IsAsciiDigit).ToArray();
        return digits.Length < 6 ? Whole(text) : $"{Dots}{digits[^2]}{digits[^1]}";
    }
}
