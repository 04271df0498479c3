using FirstParty.Events;
using System.Text;
using System.Text.Json;
using FirstParty.Identity;
using FirstParty.Storage.Conformance;
using FirstParty.Storage.Formats;

namespace FirstParty.Tests.Storage.Formats;

/// <summary>What back ends keep as JSON comes back as it was, and anything else is refused under one name. Round trips of every field are in the conformance kit.</summary>
[TestFixture]
public sealed class FormatTests
{
    private static readonly string[] Foreign =
    [
        "", "[", "7", "\"text\"", "{}", "[{}]", "[{\"name\":7}]", "[[7]]", "[[\"a\",\"b\"]]", "{\"kind\":99}", "{\"kind\":\"link\"}",
        "{\"kind\":0,\"timestamp\":\"then\"}", "{\"kind\":\"alias\",\"identifiers\":[[\"a\"]]}", "{\"kind\":\"retract\",\"retracted\":[[\"web\",\"xyz\"]]}",
        "[{\"name\":\"a\",\"value\":1,\"key\":\"zz\"}]", "{\"at\":7}", "[[\"a\",1e99,0]]",
    ];

    private static readonly Func<byte[], object?>[] Readers =
    [
        json => PropertyStampFormat.Read(json), json => TraitFormat.Read(json), json => CustomerEventFormat.Read(json),
        json => IdentityActFormat.Read(Facts.Id(1), json),
    ];

    [TestCaseSource(nameof(Foreign))]
    public void Read_ThrowsNothingButJsonException_WhateverTheBytes(string json)
    {
        foreach (var read in Readers)
        {
            var fault = Record(() => read(Encoding.UTF8.GetBytes(json)));
            (fault is null or JsonException).ShouldBeTrue(fault?.ToString());
        }
    }

    private static Exception? Record(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    [Test]
    public void Read_IsTheInverseOfWrite()
    {
        var stamps = Facts.FullEvent(1).Stamps;
        PropertyStampFormat.Read(PropertyStampFormat.Write(stamps)).ShouldBe(stamps);
        var trait = Facts.Trait("favouriteTea", "oolong 🫖");
        TraitFormat.Read(TraitFormat.Write([trait])).ShouldBe([trait]);
        var act = new SeparateAssertion { Id = Facts.Id(1), At = Facts.At(1), First = Facts.Person(1), Second = Facts.Person(2), Actor = "ops" };
        IdentityActFormat.Read(act.Id, IdentityActFormat.Write(act)).ShouldBe(act);
    }

    [Test]
    public void Trait_IsPinned() => Encoding.UTF8.GetString(TraitFormat.Write([Facts.Trait("tea", "oolong")])).ShouldBe(
        """[{"name":"tea","value":"oolong","source":"web","key":"KEY","identifier":["userId","person-1"],"at":"2026-11-21T12:00:01Z","""
            .Replace("KEY", Facts.Id(1).Key.ToString("x32", null), StringComparison.Ordinal)
        + "\"party\":2,\"kind\":3,\"explicitness\":2,\"sensitivity\":2,\"categories\":32,\"consent\":1}]");

    [Test]
    public void Traits_KeepWhatTheyWereComputedFrom()
    {
        var trait = Facts.Trait("churnRisk", "high") with
        {
            StaleAt = Facts.Noon.AddDays(30),
            Provenance = new FactProvenance(0.75m, [new FactInput(Facts.Id(1), "diet"), new FactInput(Facts.Id(2))]),
        };
        var read = TraitFormat.Read(TraitFormat.Write([trait])).ShouldHaveSingleItem();
        read.StaleAt.ShouldBe(trait.StaleAt);
        read.Provenance.ShouldBe(trait.Provenance);
        TraitFormat.Read(TraitFormat.Write([Facts.Trait("tea", "Sencha")])).ShouldHaveSingleItem().Provenance.ShouldBe(FactProvenance.None);
    }
}
