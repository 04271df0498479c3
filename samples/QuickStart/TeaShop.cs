// <readme>
using FirstParty;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Taxonomies;
// </readme>
using FirstParty.Events;

namespace QuickStart;

/// <summary>The README's code, and what it prints.</summary>
internal static class TeaShop
{
    public static async Task RunAsync(string database, TextWriter output)
    {
        // <readme>
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseSqlite($"Data Source={database}")
            .Purpose("personalisation", LawfulBasis.Consent)
            .Source("preference-centre", Party.Zero)
            .Taxonomy(data => data.Trait("favouriteTea", DataKind.Qualitative, purpose: "personalisation"))
            .Segment("big-spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500))
            .Segment("tea-lovers", Rule.HasTrait("favouriteTea"), purpose: "personalisation"));

        var ada = Identifier.UserId("ada");
        await cdp.Consent.GrantAsync(ada, "personalisation", evidence: "welcome form v3");
        await cdp.From("preference-centre").IdentifyAsync(ada, new() { ["email"] = "ada@example.com", ["favouriteTea"] = "Sencha" });
        var order = await cdp.TrackAsync(ada, "Order Completed", new() { ["total"] = 620.50m });

        var profile = await cdp.Profiles.FindAsync(ada, "personalisation");
        await output.WriteLineAsync($"{order.Status}, tea {profile!["favouriteTea"]}, in {string.Join(" and ", profile.Segments)}");
        // </readme>
        await PrintAsync(cdp, ada, order, profile, output);
        // <readme>
        await cdp.Consent.WithdrawAsync(ada, "personalisation");
        // </readme>
        await output.WriteLineAsync();
        await output.WriteLineAsync("withdrawn");
        await PrintProfileAsync((await cdp.Profiles.FindAsync(ada, "personalisation"))!, output);
        await PrintProfileAsync((await cdp.Profiles.FindAsync(ada, "essential.service"))!, output);
    }

    private static async Task PrintAsync(
        CustomerDataPlatform cdp, Identifier who, EventOutcome order, FirstParty.Profiles.Profile profile, TextWriter output)
    {
        var tea = cdp.Taxonomy.ClassifyTrait("preference-centre", "favouriteTea");
        await output.WriteLineAsync($"classified  favouriteTea is {tea.Party}-party, {tea.Explicitness}, {tea.Kind}, {tea.Sensitivity}, for {tea.Purpose}");
        await output.WriteLineAsync($"order       {order.Status}");
        await output.WriteLineAsync($"decision    {profile.Decision.Status} by record {profile.Decision.RecordSequence}");
        await PrintProfileAsync(profile, output);
        await output.WriteLineAsync($"why         {await cdp.Segments.ExplainAsync(who, "big-spenders")}");
    }

    private static async Task PrintProfileAsync(FirstParty.Profiles.Profile profile, TextWriter output)
    {
        await output.WriteLineAsync($"profile     for {profile.Purpose}, {profile.Events} events, {profile.Withheld} withheld");
        foreach (var trait in profile.Traits.Values.OrderBy(trait => trait.Name, StringComparer.Ordinal))
        {
            var consent = trait.ConsentSequence is { } record ? $", consent record {record}" : "";
            await output.WriteLineAsync($"            {trait.Name} = {trait.Value}  ({trait.Party}-party, {trait.Explicitness}, {trait.Kind}, from {trait.Source}{consent})");
        }

        await output.WriteLineAsync($"segments    {string.Join(", ", profile.Segments)}");
    }
}
