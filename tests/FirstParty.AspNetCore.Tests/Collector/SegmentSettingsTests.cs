using System.Net;

namespace FirstParty.AspNetCore.Tests.Collector;

[TestFixture]
public sealed class SegmentSettingsTests
{
    [Test]
    public async Task Get_SendsTheClientBackHere_WhateverHostItAsked()
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.SendAsync(HttpMethod.Get, "https://other.example:8443/fp/v1/projects/public-key/settings", null, request => request.Headers.Add("Origin", "https://x.example"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://x.example"]);
        var segment = (await answer.JsonAsync()).GetProperty("integrations").GetProperty("Segment.io");
        segment.GetProperty("apiKey").GetString().ShouldBe("public-key");
        segment.GetProperty("apiHost").GetString().ShouldBe("other.example:8443/fp/v1");
        segment.GetProperty("protocol").GetString().ShouldBe("https");
    }

    [TestCase("nobody")]
    [TestCase("%22%3Cscript%3E")]
    public async Task Get_Answers404_WhenNobodyHoldsTheKey(string key)
    {
        await using var shop = await Shop.OpenAsync();
        (await shop.SendAsync(HttpMethod.Get, $"/fp/v1/projects/{key}/settings", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
