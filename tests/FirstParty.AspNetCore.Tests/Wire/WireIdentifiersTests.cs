using System.Collections.Frozen;
using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Tests.Wire;

[TestFixture]
public sealed class WireIdentifiersTests
{
    private static readonly EventOrigin Api = Read.Server with
    {
        ExternalNamespaces = new Dictionary<string, string> { ["email"] = "email", ["user_id"] = "userId", ["ga_client_id"] = "ga_client_id" }.ToFrozenDictionary(),
    };

    private static readonly EventOrigin Browser = new(new Sender("web", SenderTrust.Visitor)) { Visitor = Identifier.AnonymousId("cookie") };

    [Test]
    public void Of_TakesEverythingAServerNames_EachOnce()
    {
        var read = Read.One("""
            {"userId":"u","anonymousId":"a","traits":{"email":"ada@example.com","phone":"+46701234567"},
             "context":{"traits":{"email":"other@example.com"},"externalIds":[
               {"id":"u","type":"user_id","collection":"users","encoding":"none"},
               {"id":"1.2","type":"ga_client_id","collection":"users","encoding":"none"},
               {"id":"acc","type":"user_id","collection":"accounts","encoding":"none"},
               {"id":"x","type":"braze_id"}, 7, {"id":{}}]}}
            """, EventKind.Identify, Api);
        read.Event!.Identifiers.ShouldBe([
            Identifier.UserId("u"), Identifier.AnonymousId("a"), new Identifier("ga_client_id", "1.2"),
            Identifier.Email("ada@example.com"), Identifier.Phone("+46701234567")]);
        read.Event.Strength.ShouldBe(AssertionStrength.Observed);
    }

    [Test]
    public void Of_TakesTheRecipientOfAnEmailEvent_FromTheContextsTraits() =>
        Read.One("""{"event":"Email Opened","context":{"traits":{"email":"ada@example.com"}}}""").Event!.Identifiers.ShouldBe([Identifier.Email("ada@example.com")]);

    /// <summary>Who is named must stand in what is kept of the context: of a name that stands twice, however written, both take the last value.</summary>
    [TestCase("""{"traits":{"email":"a@b.se"},"traits":{}}""")]
    [TestCase("""{"traits":{"email":"a@b.se"},"tr\u0061its":null}""")]
    [TestCase("""{"traits":{"email":"a@b.se","\u0065mail":7}}""")]
    [TestCase("""{"ip":"192.0.2.1","traits":{"email":"a@b.se"},"traits":{}}""")]
    [TestCase("""{"externalIds":[{"type":"email","id":"a@b.se"}],"externalIds":null}""")]
    [TestCase("""{"externalIds":[{"type":"email","id":"a@b.se","\u0069d":null}]}""")]
    [TestCase("""{"externalIds":[{"type":"email","id":"a@b.se","collection":"users","collection":"accounts"}]}""")]
    public void Of_TakesTheLastValue_OfANameThatStandsTwice(string context) =>
        Read.One($$"""{"userId":"u","event":"e","context":{{context}}}""", EventKind.Track, Api).Event!.Identifiers.ShouldBe([Identifier.UserId("u")]);

    [TestCase("""{"ip":"192.0.2.1","traits":{},"traits":{"email":"a@b.se"}}""")]
    [TestCase("""{"traits":{"email":7},"tr\u0061its":{"\u0065mail":"a@b.se"}}""")]
    public void Of_NamesWhomTheKeptContextNames(string context)
    {
        var read = Read.One($$"""{"userId":"u","event":"e","context":{{context}}}""", EventKind.Track, Api).Event!;
        read.Identifiers.ShouldBe([Identifier.UserId("u"), Identifier.Email("a@b.se")]);
        read.Context["traits"].AsObject()!["email"].AsString().ShouldBe("a@b.se");
    }

    [Test]
    public void Of_TakesNoTraits_WhenTheSourceIsSetSo() =>
        Read.One("""{"userId":"u","traits":{"email":"a@b.se"}}""", EventKind.Identify, Api with { PromotesTraits = false }).Event!.Identifiers.ShouldBe([Identifier.UserId("u")]);

    [Test]
    public void Of_TakesTheCookie_WhateverABrowserSaysItIs()
    {
        var read = Read.One("""
            {"anonymousId":"somebody-else","event":"e","context":{"externalIds":[{"id":"x","type":"user_id","collection":"users","encoding":"none"}]}}
            """, EventKind.Track, Browser with { ExternalNamespaces = Api.ExternalNamespaces });
        read.Event!.Identifiers.ShouldBe([Identifier.AnonymousId("cookie")]);
    }

    [Test]
    public void Of_FindsNobody_WhenABrowserWithoutCookieNamesAnAnonymousId() =>
        Read.One("""{"anonymousId":"somebody-else","event":"e"}""", EventKind.Track, Browser with { Visitor = null })
            .Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.MissingIdentifier);

    [TestCase("fp-v.abc")]
    [TestCase("FP-V.abc")]
    public void Of_LetsNoPublicKeyNameAVisitorOfTheServer(string anonymousId)
    {
        var origin = new EventOrigin(new Sender("web", SenderTrust.Public));
        Read.One($$"""{"anonymousId":"{{anonymousId}}","event":"e"}""", EventKind.Track, origin).Refusal!.Reason.ShouldBe(EventReason.NoUsableIdentifier);
        var named = Read.One($$"""{"userId":"u","anonymousId":"{{anonymousId}}","event":"e"}""", EventKind.Track, origin);
        named.Event!.Identifiers.ShouldBe([Identifier.UserId("u")]);
        named.Annotate(EventOutcome.Accepted("m1")).Notes
            .ShouldBe([new OutcomeNote(EventReason.NoUsableIdentifier, "anonymousId", Refusal: IdentifierRefusal.Reserved)]);
        Read.One($$"""{"anonymousId":"{{anonymousId}}","event":"e"}""").Event!.Identifiers.ShouldBe([Identifier.AnonymousId(anonymousId)]);
    }

    [Test]
    public void Read_TakesAnAliasOfABrowserAsAClaim_AndNeverBetweenTwoUsers()
    {
        var open = new EventOrigin(new Sender("web", SenderTrust.Public));
        Read.One("""{"userId":"victim","previousId":"me"}""", EventKind.Alias, open).Refusal!.Reason.ShouldBe(EventReason.ConflictingIdentifiers);
        var claim = Read.One("""{"userId":"u","previousId":"a","anonymousId":"a"}""", EventKind.Alias, open).Event.ShouldBeOfType<IdentifyEvent>();
        claim.Identifiers.ShouldBe([Identifier.UserId("u"), Identifier.AnonymousId("a")]);
        claim.Strength.ShouldBe(AssertionStrength.Observed);
        Read.One("""{"userId":"victim","previousId":"other"}""", EventKind.Alias, Browser).Event.ShouldBeOfType<IdentifyEvent>()
            .Identifiers.ShouldBe([Identifier.AnonymousId("cookie")]);
        Read.One("""{"userId":"u","previousId":"other"}""", EventKind.Alias, Browser with { BelievesClaims = true }).Event.ShouldBeOfType<IdentifyEvent>()
            .Identifiers.ShouldBe([Identifier.UserId("u"), Identifier.AnonymousId("cookie")]);
    }

    [Test]
    public void Of_TakesNoPagesWord_ForWhoItsVisitorIs()
    {
        const string json = """{"userId":"victim","traits":{"email":"victim@example.com"},"context":{"traits":{"phone":"+46701234567"}}}""";
        var read = Read.One(json, EventKind.Identify, Browser);
        read.Event!.Identifiers.ShouldBe([Identifier.AnonymousId("cookie")]);
        read.PassedOver.ShouldBe(
            [.. new[] { "userId", "email", "phone" }.Select(name => new OutcomeNote(EventReason.UnverifiedIdentifier, name))]);
        Read.One(json, EventKind.Identify, Browser with { Visitor = null }).Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.MissingIdentifier);
    }

    [Test]
    public void Of_TakesTheHostsWord_ForWhoIsSignedIn()
    {
        var signedIn = Browser with { SignedIn = Identifier.UserId("u") };
        var own = Read.One("""{"userId":"u","event":"e"}""", EventKind.Track, signedIn).Event!;
        own.Identifiers.ShouldBe([Identifier.UserId("u"), Identifier.AnonymousId("cookie")]);
        own.Strength.ShouldBe(AssertionStrength.Verified);
        var other = Read.One("""{"userId":"victim","event":"e"}""", EventKind.Track, signedIn).Event!;
        other.Identifiers.ShouldBe([Identifier.AnonymousId("cookie")]);
        other.Strength.ShouldBe(AssertionStrength.Observed);
    }
}
