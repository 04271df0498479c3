using FirstParty.Identity;
using FirstParty.Identity.Text;

namespace FirstParty.Tests.Identity.Text;

public sealed class CodePointOrderTests
{
    [TestCase("a", "a", 0)]
    [TestCase("", "a", -1)]
    [TestCase("ab", "a", 1)]
    [TestCase("a", "B", 1)]
    [TestCase("\ue000", "\U0001F600", -1)] // .NET's ordinal order has it the other way round.
    [TestCase("x\uff5e", "x\U00010400", -1)]
    [TestCase("\U0001F600", "\U0001F601", -1)]
    [TestCase("\ud7ff", "\U00010000", -1)]
    public void Compare_GoesByCodePoints(string left, string right, int expected)
    {
        Math.Sign(CodePointOrder.Compare(left, right)).ShouldBe(expected);
        Math.Sign(CodePointOrder.Compare(right, left)).ShouldBe(-expected);
    }

    [Test]
    public void Resolve_AnchorsAtTheSmallerCodePoint()
    {
        var (small, large) = (Identifier.AnonymousId("\ue0001"), Identifier.AnonymousId("\U0001F6000"));
        var fact = new EventAssertion { Id = FactId.Of("web", "1"), OccurredAt = DateTimeOffset.UnixEpoch, Identifiers = [large, small] };
        IdentityResolver.Resolve(IdentityRules.Default, [fact]).Attribution[fact.Id].Anchor.ShouldBe(small);
    }
}
