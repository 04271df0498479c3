namespace FirstParty.Consent.Signals;

/// <summary>Global Privacy Control, a browser setting by which a person opts out of the sale and sharing of their data.</summary>
/// <seealso href="https://w3c.github.io/gpc/">Global Privacy Control</seealso>
public static class GlobalPrivacyControl
{
    /// <summary>The request header's name.</summary>
    public const string HeaderName = "Sec-GPC";

    /// <summary>
    /// True when a header value is <c>1</c>. Every other value, and none, says nothing: the setting can refuse, never grant.
    /// </summary>
    public static bool IsSet(string? headerValue) => headerValue.AsSpan().Trim(" \t").SequenceEqual("1");
}
