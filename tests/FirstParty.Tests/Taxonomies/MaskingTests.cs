using FirstParty.Taxonomies;

namespace FirstParty.Tests.Taxonomies;

[TestFixture]
public sealed class MaskingTests
{
    [TestCase("alice@example.com", "a•••@example.com")]
    [TestCase("a@example.com",     "•••@example.com")]
    [TestCase("é\u0301lise@x.se",  "é\u0301•••@x.se")]
    [TestCase("\"a@b\"@x.se",      "\"•••@x.se")]
    [TestCase("nobody",            "•••")]
    [TestCase("@x.se",             "•••")]
    [TestCase("alice@",            "•••")]
    [TestCase("",                  "")]
    public void Email_KeepsTheFirstLetterAndTheDomain(string text, string masked) => Masking.Email(text).ShouldBe(masked);

    [TestCase("+46 70 123 45 67", "•••67")]
    [TestCase("12345",            "•••")]
    [TestCase("",                 "")]
    public void Phone_KeepsTwoDigits(string text, string masked) => Masking.Phone(text).ShouldBe(masked);

    [Test]
    public void Mask_FollowsTheClassification()
    {
        Masking.Mask(Standard.Identity.Email, Sensitivity.Personal, "alice@example.com").ShouldBe("a•••@example.com");
        Masking.Mask(Standard.Identity.Phone, Sensitivity.Personal, "0701234567").ShouldBe("•••67");
        Masking.Mask(Standard.Geography.City, Sensitivity.Personal, "Umeå").ShouldBe("Umeå");
        Masking.Mask(Standard.Geography.City, Sensitivity.NationalId, "811218-9876").ShouldBe("•••");
        Masking.Mask(Standard.Demographics.Income, Sensitivity.Confidential, "40000").ShouldBe("•••");
        Masking.Mask(null, Sensitivity.Personal, "anything").ShouldBe("•••");
    }
}
