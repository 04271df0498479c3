using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

[TestFixture]
public sealed class IdentifierTests
{
    [TestCase("")]
    [TestCase(" ")]
    public void Of_SaysWhatToPass_WhenTheValueIsEmpty(string value)
    {
        Func<object>[] calls =
        [
            () => Identifier.UserId(value), () => Identifier.AnonymousId(value), () => Identifier.Email(value), () => Identifier.Phone(value),
            () => Identifier.Of("crm", value),
        ];
        foreach (var call in calls)
        {
            var refused = Should.Throw<ArgumentException>(call);
            refused.ParamName.ShouldBe("value");
            refused.Message.ShouldContain("make no identifier for somebody who has none");
        }
    }
}
