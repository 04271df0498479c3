using System.Runtime.InteropServices;
using System.Text;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Tests.Wire;

/// <summary>What an event holds stays bytes: slices of the request's body, of which reading makes no objects.</summary>
[TestFixture]
public sealed class WireAllocationTests
{
    [Test]
    public void Read_MakesNoObjectsOfWhatAnEventHolds_HoweverMuchItIs()
    {
        var (little, much) = (Body(members: 1), Body(members: 400));
        much.Length.ShouldBeGreaterThan(100 * 256);
        // One right after the other, until both run in the same code: what is compiled anew in between may allocate less.
        Enumerable.Range(0, 100).Any(_ => Allocated(much) == Allocated(little)).ShouldBeTrue();
    }

    [Test]
    public void Read_KeepsSlicesOfTheBody()
    {
        var body = Body(members: 3);
        var read = (TrackEvent)Read.Batch(body).ShouldHaveSingleItem().Event!;
        foreach (var kept in (Attributes[])[read.Properties, read.Context])
        {
            MemoryMarshal.TryGetArray(kept.ToUtf8(), out var slice).ShouldBeTrue();
            slice.Array.ShouldBeSameAs(body);
        }
    }

    private static byte[] Body(int members) => Encoding.UTF8.GetBytes(
        $$$"""{"batch":[{"type":"track","userId":"u","messageId":"m","event":"Good","properties":{{{Nested(members)}}},"context":{{{Nested(members / 10)}}}}]}""");

    private static string Nested(int members) =>
        "{" + string.Join(',', Enumerable.Range(0, members).Select(number => $$$"""  "n{{{number}}}":{"text":"some text of its own","list":[{{{number}}},true,null,{"x":0.5}]}""")) + "}";

    /// <summary>The least of several tries: the first ones pay for what is made once.</summary>
    private static long Allocated(byte[] body)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        EnvelopeReader.TryRead(body, isBatch: true, out var envelope);
        new EventReader(envelope, Read.Server).Read(envelope.Items[0], null);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
