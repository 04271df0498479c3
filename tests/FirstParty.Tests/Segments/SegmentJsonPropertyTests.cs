using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class SegmentJsonPropertyTests
{
    [Law(MaxTest = 500)]
    public void Parse_GivesTheSameDefinition_WhenItWasWritten(Guid seed)
    {
        var definition = new RuleSource(seed).Definition();

        var written = SegmentJson.Write(definition);

        SegmentJson.Parse(written).ShouldBe(definition, written);
        SegmentJson.Write(SegmentJson.Parse(SegmentJson.Write(definition, indented: true))).ShouldBe(written);
    }
}
