using System.Text;
using FirstParty.Events;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Tests.Segments;

public sealed class AttributePathTests
{
    [TestCase("{}")]
    [TestCase("""{"total":49.90}""")]
    [TestCase("""{"other":{"total":1,"list":[{"total":2}]},"total":3}""")]
    [TestCase("""{"other.total":5,"other":{"total":1}}""")]
    [TestCase("""{"total":1,"total":"two"}""")]
    [TestCase("""{"t\u006ftal":[1,{"a":null}],"x":"}{"}""")]
    [TestCase("""{"total":null}""")]
    [TestCase("""{"Total":1,"tota":2,"totals":3}""")]
    public void FindOnce_FindsWhatFindFinds(string json)
    {
        foreach (var name in (string[])["total", "other", "other.total", "x", "missing"])
        {
            AttributePath.FindOnce(Fresh(), name).ShouldBe(AttributePath.Find(Fresh(), name), name);
        }

        Attributes Fresh() => Attributes.FromUtf8(Encoding.UTF8.GetBytes(json));
    }
}
