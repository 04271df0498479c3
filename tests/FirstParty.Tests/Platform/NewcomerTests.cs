using System.Text.Json;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>What somebody meets who types the library in for the first time: nothing fails without a word, and each error names the mend.</summary>
public sealed class NewcomerTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    [Test]
    public void Build_RefusesARule_OnWhatCouldNeverBecomeAFact()
    {
        var mistakes = Should.Throw<FirstPartyConfigurationException>(() => new FirstPartyBuilder()
            .UseInMemory()
            .Segment("buyers", Rule.Count("Order Complted").AtLeast(1))
            .Segment("lost", Rule.HasTrait("frist_name"))
            .Segment("nowhere", Rule.HasTrait("email"), purpose: "nopurpose")
            .Build()).Mistakes;

        mistakes.ShouldContain(mistake => mistake.StartsWith("Segment 'buyers': there is no event \"Order Complted\". Did you mean \"Order Completed\"?", StringComparison.Ordinal));
        mistakes.ShouldContain(mistake => mistake.Contains("data.Trait(\"frist_name\", …)", StringComparison.Ordinal));
        mistakes.ShouldContain(mistake => mistake.Contains("Register it with Purpose(\"nopurpose\", …).", StringComparison.Ordinal));
    }

    [Test]
    public async Task Build_TakesARuleOnAnything_WhenTheTaxonomyAcceptsAnything()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseInMemory()
            .Taxonomy(data => data.UnknownKeys(UnknownKeyPolicy.Accept))
            .Segment("knitters", Rule.Count("Wool Wound").AtLeast(1)));

        await cdp.TrackAsync(Ada, "Wool Wound");

        (await cdp.Profiles.FindAsync(Ada, StandardPurposes.EssentialService.Id))!.Segments.ShouldBe(["knitters"]);
    }

    [Test]
    public async Task Outcome_NamesTheTraitThatWasSetAside()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory());

        var outcome = await cdp.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com", ["shoeSize"] = 38 });

        outcome.Status.ShouldBe(EventStatus.Accepted);
        outcome.ToString().ShouldStartWith("Accepted: 'shoeSize' was set aside: the taxonomy does not know it. Define it with Trait(\"shoeSize\", …)");
    }

    [Test]
    public async Task Web_IsASourceFromTheStart()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory());

        (await cdp.From("web").TrackAsync(Ada, "Order Completed", new() { ["total"] = 1 })).Status.ShouldBe(EventStatus.Accepted);
    }

    [Test]
    public async Task Export_HoldsItsValues_WhicheverWayItIsWritten()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory());
        await cdp.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com" });
        await cdp.TrackAsync(Ada, "Order Completed", new() { ["total"] = 620.50m });
        var export = (await cdp.Privacy.ExportAsync(Ada))!;

        using var stream = new MemoryStream();
        export.WriteTo(stream);
        using var written = JsonDocument.Parse(stream.ToArray());
        using var serialized = JsonDocument.Parse(JsonSerializer.Serialize(export, JsonSerializerOptions.Web));

        JsonElement.DeepEquals(written.RootElement, serialized.RootElement).ShouldBeTrue();
        serialized.RootElement.GetProperty("traits")[0].GetProperty("value").GetString().ShouldBe("ada@example.com");
    }

    [Test]
    public void Attributes_AreTheJsonTheyHold()
    {
        var attributes = new Attributes { ["total"] = 49.5m, ["tags"] = AttributeValue.ListOf(["a", "b"]) };

        var json = JsonSerializer.Serialize(attributes);

        json.ShouldBe("""{"total":49.5,"tags":["a","b"]}""");
        JsonSerializer.Deserialize<Attributes>(json).ShouldBe(attributes);
    }
}
