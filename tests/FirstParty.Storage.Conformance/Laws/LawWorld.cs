using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>The small world that the laws are tried in: few people and few days, so that everything collides with everything.</summary>
internal static class LawWorld
{
    public const string Service = "essential.service";
    public const string Personalisation = "personalisation";
    public const string Advertising = "ads.personalised";

    /// <summary>The instant at which every law is judged.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Everybody there can be: three customers, three devices, three addresses.</summary>
    public static IReadOnlyList<Identifier> Identifiers { get; } =
    [
        Identifier.UserId("u1"), Identifier.UserId("u2"), Identifier.UserId("u3"),
        Identifier.AnonymousId("d1"), Identifier.AnonymousId("d2"), Identifier.AnonymousId("d3"),
        Identifier.Email("a@x.example"), Identifier.Email("b@x.example"), Identifier.Email("c@x.example"),
    ];

    public static IReadOnlyList<string> Purposes { get; } = [Service, Personalisation, Advertising];

    /// <summary>A platform over a storage of its own, at a clock that stands still.</summary>
    public static ValueTask<CustomerDataPlatform> OpenAsync(
        FirstPartyStorage storage, TimeProvider? time = null, ResolutionMode mode = ResolutionMode.Inline, int? longHistory = null) =>
        CustomerDataPlatform.OpenAsync(setup => (longHistory is { } above ? setup.LongHistory(above) : setup)
            .UseStorage(_ => storage)
            .UseTime(time ?? new StoppedClock(Now))
            .Resolve(mode)
            .Purpose(Personalisation, LawfulBasis.Consent)
            .Purpose(StandardPurposes.AdsPersonalised)
            .Source("web", Party.First)
            .Source("form", Party.Zero)
            .Source("partner", Party.Second, source => source with { AgreementReference = "A-1", NoticeReference = "N-1" })
            .Taxonomy(data => data
                .Trait("tea", DataKind.Qualitative)
                .Trait("diet", DataKind.Qualitative, refine: trait => trait with { Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.Health })
                .Event("Order Completed", DataKind.Quantitative))
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(1))
            .Segment("recent", Rule.Count("Order Completed").Over(TimeSpan.FromDays(7)).AtLeast(2))
            .Segment("quick", Rule.Sum("Order Completed", "total").InFirst(TimeSpan.FromDays(3)).AtLeast(50))
            .Segment("tea-drinkers", Rule.HasTrait("tea"), Personalisation)
            .Segment("silent", Rule.Not(Rule.Event("Page Viewed").Over(TimeSpan.FromDays(5)).AtLeastOnce())));
}
