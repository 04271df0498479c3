using System.Net;
using FirstParty.Taxonomies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace FirstParty.AspNetCore.Tests;

[TestFixture]
public sealed class MapFirstPartyTests
{
    [Test]
    public void MapFirstParty_TellsEveryMistakeAtOnce()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFirstParty(cdp => cdp.UseInMemory());
        using var app = builder.Build();
        Should.Throw<FirstPartyConfigurationException>(() => app.MapFirstParty("/fp", options =>
        {
            options.WriteKey("k", "app").WriteKey("k", "other");
            options.Visitors.StoragePurpose = "nothing";
            options.Email.Secret = new byte[8];
        })).Mistakes.Length.ShouldBe(5);
    }

    [Test]
    public void MapFirstParty_NamesTheCallThatIsMissing()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();
        Should.Throw<InvalidOperationException>(() => app.MapFirstParty("/fp")).Message.ShouldContain("builder.Services.AddFirstParty(");
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase(null)]
    public void Keys_SayWhatToGive_WhenTheyAreEmpty(string? unset)
    {
        var key = unset!; // As configuration["…"]! gives it.
        Func<FirstPartyEndpointOptions>[] calls =
        [
            () => new FirstPartyEndpointOptions().ServerKey(key, "web"),
            () => new FirstPartyEndpointOptions().WriteKey(key, "web"),
            () => new FirstPartyEndpointOptions().SnippetKey(key, "web"),
        ];
        foreach (var call in calls)
        {
            Should.Throw<ArgumentException>(call).Message.ShouldContain("leave the call out");
        }
    }

    [TestCase("fp")]
    [TestCase("/{fp}")]
    [TestCase(" ")]
    public void MapFirstParty_RefusesWhatIsNoPath(string prefix)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFirstParty(cdp => cdp.UseInMemory().Source("web", Party.First));
        using var app = builder.Build();
        Should.Throw<ArgumentException>(() => app.MapFirstParty(prefix));
    }

    [Test]
    public async Task MapFirstParty_AnswersUnderThePathBaseToo()
    {
        await using var shop = await Shop.OpenAsync(app: app => app.UsePathBase("/base"));
        (await shop.FromPageAsync("/base/fp/v1/t", """{"event":"Good"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task Hosting_OpensBeforeTheFirstRequest_AndDrainsAfterTheLast()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddFirstParty(cdp => cdp.UseInMemory());
        builder.Services.AddFirstPartyHosting();
        builder.Services.AddHealthChecks().AddFirstPartyHealthCheck();
        using var host = builder.Build();
        await host.StartAsync();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        (await health.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
        await host.StopAsync();
        (await health.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Unhealthy);
        await Should.ThrowAsync<ObjectDisposedException>(async () =>
            await host.Services.GetRequiredService<CustomerDataPlatform>().TrackAsync(Identity.Identifier.UserId("u"), "e"));
    }
}
