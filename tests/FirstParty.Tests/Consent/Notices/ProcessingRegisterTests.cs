using System.Text.Json;
using FirstParty.Consent;
using FirstParty.Consent.Notices;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Consent.Notices;

[TestFixture]
public sealed class ProcessingRegisterTests
{
    private static readonly ControllerDetails Shop = new("Tea | Shop", "privacy@tea.example") { DataProtectionOfficer = "dpo@tea.example" };

    private static readonly Purpose Personalisation = new("personalisation", LawfulBasis.Consent)
    {
        Titles = new Purpose("x", LawfulBasis.Consent).Titles.Add("en", "Show what you like").Add("sv", "Visa det du gillar"),
        Retention = TimeSpan.FromDays(365),
        AllowedParties = [Party.Zero, Party.First],
        Recipients = ["Mailer Ltd"],
    };

    private static readonly PurposeRegistry Purposes = new([Personalisation, StandardPurposes.SecurityFraud]);

    private static readonly Taxonomy Data = new TaxonomyBuilder()
        .WithoutStandardCatalogue()
        .Source("web", Party.First)
        .Source("preference-centre", Party.Zero)
        .Source("broker", Party.Third, source => source with { AgreementReference = "a-1", NoticeReference = "n-1" })
        .Trait("favouriteTea", new AttributeDefinition("favouriteTea", DataKind.Qualitative) { Retention = TimeSpan.FromDays(90) }, "personalisation")
        .Trait("allergies", new AttributeDefinition("allergies", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.Health,
        }, "personalisation")
        .Trait("shoe", new AttributeDefinition("shoe", DataKind.Descriptive), "fitting")
        .Trait("nickname", new AttributeDefinition("nickname", DataKind.Identity))
        .Build();

    private static readonly ProcessingRegister Register = ProcessingRegister.From(Shop, Purposes, Data);

    [Test]
    public void From_GathersDataAndSources_PerPurpose()
    {
        var activity = Register.Activities[0];

        activity.Data.Select(data => data.Name).ShouldBe(["allergies", "favouriteTea"]);
        activity.Data.Select(data => data.Retention).ShouldBe([TimeSpan.FromDays(365), TimeSpan.FromDays(90)]);
        activity.Sources.Select(source => source.Name).ShouldBe(["preference-centre", "server", "web"]);
        activity.SpecialCategories.ShouldBe(SpecialCategories.Health);
        Register.WithoutPurpose.Select(data => data.Name).ShouldBe(["Alias", "Group", "Identify", "Page Viewed", "Screen Viewed", "nickname"]);
    }

    [Test]
    public void Contradictions_NameDataThatNoPermissionCouldLetIn() => Register.Contradictions.ShouldBe(
    [
        "'shoe' is collected for 'fitting', which is not a purpose.",
        "'allergies' is collected for 'personalisation', which may not see it: sensitivity-above-purpose.",
    ]);

    [Test]
    public void ToMarkdown_EscapesWhatWouldBreakItsTables()
    {
        var text = Register.ToMarkdown();

        text.ShouldStartWith("# Record of processing activities\n\n| Controller | Tea \\| Shop |\n|---|---|\n| Contact | privacy@tea.example |\n");
        text.ShouldContain("| Sources | preference-centre (you, on purpose), server (you, by using the service), web (you, by using the service) |");
        text.ShouldContain("| favouriteTea | favouriteTea | qualitative | personal |  | 90 days |");
        text.ShouldContain("| Sources | broker (a third party), ");
    }

    [Test]
    public void ToJson_SaysTheSame_WithIsoDurations()
    {
        var json = JsonDocument.Parse(Register.ToJson()).RootElement;

        json.GetProperty("controller").GetProperty("name").GetString().ShouldBe("Tea | Shop");
        var activity = json.GetProperty("activities")[0];
        activity.GetProperty("lawfulBasis").GetString().ShouldBe("Consent");
        activity.GetProperty("data")[1].GetProperty("retention").GetString().ShouldBe("P90D");
        json.GetProperty("contradictions").GetArrayLength().ShouldBe(2);
        Register.ToJson().ShouldBe(ProcessingRegister.From(Shop, Purposes, Data).ToJson());
    }

    [Test]
    public void ToNotice_TellsPeopleTheirChoice_InTheirTitles() => Register.ToNotice().ToMarkdown("sv-SE").ShouldBe(
        """
        | What for | Which data | From whom | On what basis | Who receives it | How long | Your choice |
        |---|---|---|---|---|---|---|
        | Visa det du gillar | allergies, favouriteTea | you, on purpose; you, by using the service | Your consent (GDPR 6(1)(a)) | Mailer Ltd | 365 days | Only if you agree; you can withdraw at any time |
        | Keep the service secure and prevent fraud | none of its own | you, on purpose; you, by using the service; a third party | Our legitimate interests (GDPR 6(1)(f)) | nobody but us | until the purpose ends | You can object; compelling grounds may override it |

        """.ReplaceLineEndings("\n"));

    [Test]
    public void ToNotice_GivesTheSameRowsAsJson() =>
        JsonDocument.Parse(Register.ToNotice().ToJson()).RootElement[0].GetProperty("data").GetArrayLength().ShouldBe(2);
}
