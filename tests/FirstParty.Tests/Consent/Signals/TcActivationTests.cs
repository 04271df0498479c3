using FirstParty.Consent;
using FirstParty.Consent.Signals;

namespace FirstParty.Tests.Consent.Signals;

public sealed class TcActivationTests
{
    // Purposes 1 and 2 consented; vendors 2 and 8 consented; disclosed 2 alone (last updated 2026-03-15).
    private const string NotDisclosed = "CQhG6EAQhG6EAAfKABENB-FgAMAAAAAAACQgAEEEAAAAAAAA.IAEAEAAA.YAAAAAAAAAAA";
    private const string GlobalScope = "CQSiKwAQSiKwAAfKABENB-FAAIAAAAAAACQgABEAAAAA.IJYQDYAAgDBAGIAwYBhgJFASQBg4DCgPJAeYCRYEjgVNAqgDB4GEgbRA2oDyYHlghVBCwEi4JGglgAAA";
    private const string MissingDisclosed = "CQhG6EAQhG6EAAfKABENB-FgAMAAAAAAACQgABEAAAAA";
    private const string Grandfathered = "CQSiKwAQSiKwAAfKABENB-FgAMAAAAAAACQgABEAAAAA";
    private static readonly TcDeclaration ByConsent = new(LawfulBasis.Consent, IsFlexible: false);
    private static readonly TcDeclaration ByInterest = new(LawfulBasis.LegitimateInterests, IsFlexible: false);

    [Test]
    public void Decide_FollowsTheVectors_WhenVendorsWereConsentedToButNotShown()
    {
        var tc = TcString.Parse(NotDisclosed);
        foreach (var vendor in tc.VendorConsents)
        {
            tc.Decide(vendor, 1, ByConsent).ShouldBe(
                tc.DisclosedVendors!.Contains(vendor) ? TcVerdict.Allowed : TcVerdict.NotDisclosed);
        }

        tc.VendorConsents.ShouldContain(vendor => !tc.DisclosedVendors!.Contains(vendor));
    }

    [TestCase(GlobalScope, 2, TcVerdict.InvalidString)]
    [TestCase(MissingDisclosed, 2, TcVerdict.InvalidString)]
    [TestCase(Grandfathered, 2, TcVerdict.Allowed)]
    [TestCase(Grandfathered, 1, TcVerdict.NoConsent)]
    [TestCase(Grandfathered, 70_000, TcVerdict.NoConsent)]
    public void Decide_AsksTheStringFirst(string text, int vendor, TcVerdict verdict) =>
        TcString.Parse(text).Decide(vendor, 1, ByConsent).ShouldBe(verdict);

    [TestCase(0)]
    [TestCase(12)]
    [TestCase(24)]
    public void Decide_NeverAllowsAPurposeThatIsNotDefined(int purpose) =>
        Core(consents: 0xFFFFFF, interests: 0xFFFFFF).Decide(3, purpose, ByConsent).ShouldBe(TcVerdict.NotDeclarable);

    [TestCase(1, TcVerdict.NoLegitimateInterest)]
    [TestCase(2, TcVerdict.Allowed)]
    [TestCase(3, TcVerdict.NoLegitimateInterest)]
    [TestCase(6, TcVerdict.NoLegitimateInterest)]
    [TestCase(7, TcVerdict.Allowed)]
    [TestCase(11, TcVerdict.Allowed)]
    public void Decide_LeavesConsentOnlyPurposesToConsent(int purpose, TcVerdict verdict) =>
        Core(consents: 0, interests: 0xFFFFFF).Decide(3, purpose, ByInterest).ShouldBe(verdict);

    // Purpose 2: consented to, but not open under legitimate interest; and the other way about.
    [TestCase(true, false, new[] { 0 }, LawfulBasis.Consent, true, TcVerdict.RestrictedByPublisher)]
    [TestCase(true, false, new[] { 2 }, LawfulBasis.Consent, true, TcVerdict.NoLegitimateInterest)]
    [TestCase(true, false, new[] { 2 }, LawfulBasis.Consent, false, TcVerdict.Allowed)]
    [TestCase(true, false, new[] { 3 }, LawfulBasis.Consent, true, TcVerdict.Allowed)]
    [TestCase(true, true, new[] { 1, 2 }, LawfulBasis.Consent, true, TcVerdict.RestrictedByPublisher)]
    [TestCase(false, true, new[] { 1 }, LawfulBasis.LegitimateInterests, true, TcVerdict.NoConsent)]
    [TestCase(false, true, new[] { 1 }, LawfulBasis.LegitimateInterests, false, TcVerdict.Allowed)]
    [TestCase(true, false, new[] { 1 }, LawfulBasis.LegitimateInterests, true, TcVerdict.Allowed)]
    [TestCase(true, true, new int[0], LawfulBasis.Contract, true, TcVerdict.NotDeclarable)]
    public void Decide_HeedsRestrictions(bool consent, bool interest, int[] types, LawfulBasis basis, bool flexible, TcVerdict verdict)
    {
        var purposeTwo = 1L << 22;
        var tc = Core(consent ? purposeTwo : 0, interest ? purposeTwo : 0, types);
        tc.Decide(3, 2, new TcDeclaration(basis, flexible)).ShouldBe(verdict);
    }

    private static TcString Core(long consents, long interests, params int[] restrictionsOfPurposeTwo)
    {
        var bits = new BitWriter().Core(consents, interests).Vendors(3).Vendors(3).Add(restrictionsOfPurposeTwo.Length, 12);
        foreach (var type in restrictionsOfPurposeTwo)
        {
            bits.Add(2, 6).Add(type, 2).Add(1, 12).Add(0, 1).Add(3, 16);
        }

        return TcString.Parse(bits.ToString());
    }
}
