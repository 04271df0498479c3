namespace FirstParty.AspNetCore.Requests;

/// <summary>What a user agent string says, coarsely: enough to know what a shop's visitors use, too little to tell two of them apart.</summary>
/// <param name="Browser">Such as <c>Firefox</c>; null when unknown.</param>
/// <param name="BrowserVersion">The major version; null when unknown.</param>
/// <param name="Os">Such as <c>iOS</c>; null when unknown.</param>
/// <param name="OsVersion">The version as far as it is said, such as <c>17.5</c>; null when unknown or frozen by the browser.</param>
/// <param name="DeviceType"><c>desktop</c>, <c>mobile</c> or <c>tablet</c>; null for bots and when unknown.</param>
/// <param name="IsBot">Whether it calls itself a program.</param>
internal readonly record struct UserAgent(
    string? Browser, string? BrowserVersion, string? Os, string? OsVersion, string? DeviceType, bool IsBot)
{
    private const int MaxLength = 512;

    private static readonly string[] BotWords =
    [
        "bot", "crawl", "spider", "slurp", "headless", "lighthouse", "pagespeed", "preview", "facebookexternalhit", "whatsapp", "curl/", "wget/",
        "python-", "go-http-client", "java/", "okhttp", "axios/", "node-fetch", "libwww", "phantomjs", "puppeteer", "playwright", "uptime", "monitor",
    ];

    /// <summary>Markers of browsers, the more particular ones first: nearly all of them also call themselves Chrome or Safari.</summary>
    private static readonly (string Marker, string Name)[] Browsers =
    [
        ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("OPT/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"), ("YaBrowser/", "Yandex"), ("DuckDuckGo/", "DuckDuckGo"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"),
    ];

    /// <summary>Reads a user agent. Anything at all may come in; nothing is thrown.</summary>
    public static UserAgent Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return default;
        }

        var agent = text.Length > MaxLength ? text[..MaxLength] : text;
        var isBot = BotWords.Any(word => agent.Contains(word, StringComparison.OrdinalIgnoreCase)) && !agent.Contains("Cubot", StringComparison.Ordinal);
        var (browser, version) = BrowserOf(agent);
        var (os, osVersion) = OsOf(agent);
        return new UserAgent(browser, version, os, osVersion, isBot ? null : DeviceOf(agent, os), isBot);
    }

    private static (string? Name, string? Version) BrowserOf(string agent)
    {
        foreach (var (marker, name) in Browsers)
        {
            if (VersionAfter(agent, marker, '.') is { } version && (marker is not "Version/" || agent.Contains("Safari/", StringComparison.Ordinal)))
            {
                return (name, version);
            }
        }

        return default;
    }

    private static (string? Name, string? Version) OsOf(string agent) => agent switch
    {
        _ when agent.Contains("iPhone", StringComparison.Ordinal) => ("iOS", VersionAfter(agent, "iPhone OS ", '\0')),
        _ when agent.Contains("iPad", StringComparison.Ordinal) => ("iPadOS", VersionAfter(agent, "CPU OS ", '\0')),
        _ when agent.Contains("Android", StringComparison.Ordinal) => ("Android", VersionAfter(agent, "Android ", '\0')),
        _ when agent.Contains("CrOS", StringComparison.Ordinal) => ("ChromeOS", null),
        _ when agent.Contains("Windows", StringComparison.Ordinal) => ("Windows", null), // Frozen at 10.0.
        _ when agent.Contains("Mac OS X", StringComparison.Ordinal) => ("macOS", null), // Frozen at 10.15.7.
        _ when agent.Contains("Linux", StringComparison.Ordinal) => ("Linux", null),
        _ => default,
    };

    private static string? DeviceOf(string agent, string? os) => os switch
    {
        "iOS" => "mobile",
        "iPadOS" => "tablet",
        "Android" => agent.Contains("Mobile", StringComparison.Ordinal) ? "mobile" : "tablet",
        null => null,
        _ => "desktop",
    };

    /// <summary>The number after a marker: up to the character <paramref name="end"/>, dots and underscores read as dots.</summary>
    private static string? VersionAfter(string agent, string marker, char end)
    {
        var start = agent.IndexOf(marker, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += marker.Length;
        var length = 0;
        while (start + length < agent.Length && agent[start + length] is var c && c != end && (char.IsAsciiDigit(c) || c is '.' or '_') && length < 16)
        {
            length++;
        }

        return length == 0 ? null : agent.Substring(start, length).Replace('_', '.');
    }
}
