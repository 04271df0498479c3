using FirstParty.AspNetCore.Requests;

namespace FirstParty.AspNetCore.Tests.Requests;

[TestFixture]
public sealed class UserAgentTests
{
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome", "140", "Windows", null, "desktop")]
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "140", "Windows", null, "desktop")]
    [TestCase("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari", "18", "macOS", null, "desktop")]
    [TestCase("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox", "144", "Linux", null, "desktop")]
    [TestCase("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari", "17", "iOS", "17.5.1", "mobile")]
    [TestCase("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/139.0.7258.76 Mobile/15E148 Safari/604.1", "Chrome", "139", "iOS", "18.0", "mobile")]
    [TestCase("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1", "Safari", "16", "iPadOS", "16.6", "tablet")]
    [TestCase("Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet", "25", "Android", "14", "mobile")]
    [TestCase("Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome", "140", "Android", "13", "tablet")]
    [TestCase("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0", "Opera", "124", "ChromeOS", null, "desktop")]
    public void Parse_KnowsTheBrowsersThatPeopleUse(string agent, string browser, string version, string os, string? osVersion, string device) =>
        UserAgent.Parse(agent).ShouldBe(new UserAgent(browser, version, os, osVersion, device, IsBot: false));

    [TestCase("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [TestCase("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")]
    [TestCase("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36")]
    [TestCase("curl/8.5.0")]
    [TestCase("python-requests/2.32.0")]
    public void Parse_KnowsProgramsThatSayTheyAre(string agent) => UserAgent.Parse(agent).IsBot.ShouldBeTrue();

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("Firefox/")]
    [TestCase("\0\uD800 Android ")]
    public void Parse_SurvivesAnything(string? agent) => UserAgent.Parse(agent).IsBot.ShouldBeFalse();
}
