using System.Text;

namespace FirstParty.Tests;

[TestFixture]
public sealed class TellingTests
{
    private const string Word = "ada-augusta-king";

    [TestCase("by Ada-Augusta-King, in clear")]
    [TestCase("""{"who":["ada\u002Daugusta-king"]}""")]
    [TestCase("""{"ada\u002Daugusta-king":1}""")]
    public void ShouldTell_FindsTheWord_HoweverItIsEscaped(string text) => text.ShouldTell(Word);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void ShouldTell_FindsTheWordInBase64_WhereverItBegins(int before)
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
        {
            byte[] bytes = [.. Enumerable.Repeat((byte)0xFB, before), .. encoding.GetBytes(Word), 0xFF, 0xFE];
            var padded = Convert.ToBase64String(bytes);
            $$"""{"leaf":"{{padded}}"}""".ShouldTell(Word);
            $"https://shop.example/o/{padded.TrimEnd('=').Replace('+', '-').Replace('/', '_')}?a=1".ShouldTell(Word);
        }
    }

    [Test]
    public void ShouldNotTell_RefusesAWordThatChanceWouldWrite()
    {
        Should.Throw<ShouldAssertException>(() => "aGFzaA==".ShouldNotTell("ada"));
        Should.Throw<ShouldAssertException>(() => $"by {Word}".ShouldNotTell(Word));
        "by somebody else".ShouldNotTell(Word);
    }
}
