using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

public sealed class IdentifierNormaliserTests
{
    [TestCase(" Ada@Example.COM ", "ada@example.com")]
    [TestCase("mailto:ada@example.com", "ada@example.com")]
    [TestCase("\"ada@example.com\"", "ada@example.com")]
    [TestCase("ada.l+shop@gmail.com", "ada.l+shop@gmail.com")] // No folding: it merges strangers.
    [TestCase("ada@Bücher.example", "ada@xn--bcher-kva.example")] // RFC 5891
    [TestCase("ada@mañana。com", "ada@xn--maana-pta.com")]
    [TestCase("ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah")] // IANA's IDN test domain
    [TestCase("ada@παράδειγμα.δοκιμή", "ada@xn--hxajbheg2az3al.xn--jxalpdlp")]
    [TestCase("ada", null)]
    [TestCase("ada@", null)]
    [TestCase("@example.com", null)]
    [TestCase("a@b@c", null)]
    [TestCase("a b@example.com", null)]
    public void Email_GivesOneForm(string value, string? expected) => IdentifierNormaliser.Email.Normalise(value, "US").ShouldBe(expected);

    [TestCase("+46 (0)70-123 45 67", "SE", "+46701234567")]
    [TestCase("070-123 45 67", "SE", "+46701234567")]
    [TestCase("0046701234567", "US", "+46701234567")]
    [TestCase("tel:+1-202-555-0143", "US", "+12025550143")]
    [TestCase("(202) 555-0143", "US", "+12025550143")]
    [TestCase("1 202 555 0143 x12", "US", "+12025550143")]
    [TestCase("020 7946 0958", "GB", "+442079460958")]
    [TestCase("06 12 34 56 78", "FR", "+33612345678")]
    [TestCase("98 76 54 32", "NO", "+4798765432")]
    [TestCase("06 1 234 5678", "HU", "+3612345678")]
    [TestCase("701234567", "SE", null)] // Neither national nor international: no guess.
    [TestCase("12", "US", null)]
    [TestCase("+0701234567", "SE", null)]
    [TestCase("+46+701234567", "SE", null)]
    [TestCase("call me", "US", null)]
    [TestCase("+1234567890123456", "US", null)]
    [TestCase("070-123 45 67", "XX", null)]
    public void Phone_GivesE164(string value, string region, string? expected) => IdentifierNormaliser.Phone.Normalise(value, region).ShouldBe(expected);

    [TestCase("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", "6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    [TestCase("6F9619FF8B86D011B42D00CF4FC964FF", "6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    [TestCase("Not-A-Guid", "not-a-guid")]
    public void Guid_GivesLowerCaseWithHyphens(string value, string expected) => IdentifierNormaliser.Guid.Normalise(value, "US").ShouldBe(expected);

    [TestCase("  00042 ", "00042")] // Leading zeros stay.
    [TestCase("AbC", "AbC")]
    public void None_TrimsAndNoMore(string value, string expected) => IdentifierNormaliser.None.Normalise(value, "US").ShouldBe(expected);

    [TestCase("userId", "null", IdentifierRefusal.Blocked)]
    [TestCase("userId", "UNDEFINED", IdentifierRefusal.Blocked)]
    [TestCase("userId", "-1", IdentifierRefusal.Blocked)]
    [TestCase("userId", "0000", IdentifierRefusal.Blocked)]
    [TestCase("userId", "[object Object]", IdentifierRefusal.Blocked)]
    [TestCase("userId", "{{ user.id }}", IdentifierRefusal.Blocked)]
    [TestCase("anonymousId", "00000000-0000-0000-0000-000000000000", IdentifierRefusal.Blocked)]
    [TestCase("email", "test@test.com", IdentifierRefusal.Blocked)]
    [TestCase("email", "noreply@shop.example", IdentifierRefusal.Blocked)]
    [TestCase("email", "not an address", IdentifierRefusal.Malformed)]
    [TestCase("phone", "+46000000000", IdentifierRefusal.Blocked)]
    [TestCase("userId", "   ", IdentifierRefusal.Empty)]
    [TestCase("userId", "a\0b", IdentifierRefusal.NotText)]
    [TestCase("nosuch", "1", IdentifierRefusal.UnknownNamespace)]
    [TestCase("userId", "1", IdentifierRefusal.None)]
    [TestCase("userId", "42", IdentifierRefusal.None)]
    [TestCase("userId", "Åsa😀", IdentifierRefusal.None)]
    [TestCase("email", "ada@example.com", IdentifierRefusal.None)]
    [TestCase("phone", "+46701234567", IdentifierRefusal.None)]
    public void TryNormalise_NamesTheRefusal(string @namespace, string value, IdentifierRefusal expected)
    {
        IdentityRules.Default.TryNormalise(new Identifier(@namespace, value), out _, out var refusal).ShouldBe(expected == IdentifierRefusal.None);
        refusal.ShouldBe(expected);
    }

    [Test] // Not a TestCase: the compiler writes attributes in UTF-8, which mends the value.
    public void TryNormalise_RefusesALoneSurrogate()
    {
        IdentityRules.Default.TryNormalise(new Identifier("userId", "a\ud800b"), out _, out var refusal);
        refusal.ShouldBe(IdentifierRefusal.NotText);
    }

    [Test]
    public void TryNormalise_RefusesTenKilobytes()
    {
        IdentityRules.Default.IsAcceptable(new Identifier("userId", new string('x', 10_240))).ShouldBeFalse();
        IdentityRules.Default.TryNormalise(new Identifier("userId", new string('x', 10_240)), out _, out var refusal);
        refusal.ShouldBe(IdentifierRefusal.TooLong);
    }
}
