namespace FirstParty.Consent.Signals;

/// <summary>The opt-outs in US signals. None of them ever grants: "did not opt out" leaves things as they were.</summary>
internal sealed class UsSignal(IReadOnlyCollection<Purpose> purposes)
{
    private const byte Refused = 1;
    private const string Gpc = "GPC";
    private const string Sensitive = "SensitiveDataProcessing";

    private static readonly string[] OptOuts = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];

    public IEnumerable<SignalledPurpose> ReadGpc() => purposes
        .Where(purpose => purpose.Mapping.UsSignals.Contains(Gpc) || purpose.Id == StandardPurposes.AdsPersonalised.Id)
        .Select(OptOut);

    public IEnumerable<SignalledPurpose> Read(UsPrivacyString usPrivacy) =>
        usPrivacy.OptOutSale == true ? Refusing("SaleOptOut") : [];

    public IEnumerable<SignalledPurpose> Read(GppUsSection section)
    {
        var said = OptOuts.Where(field => section.Says(field, Refused)).SelectMany(Refusing);
        if (section.Gpc == true)
        {
            said = said.Concat(ReadGpc());
        }

        if (section.Says(Sensitive, Refused))
        {
            said = said.Concat(Refusing(Sensitive).Where(purpose => purpose.Purpose != StandardPurposes.GeoPrecise.Id));
        }

        return RefusesLocation(section)
            ? said.Concat(purposes.Where(purpose => purpose.Id == StandardPurposes.GeoPrecise.Id).Select(OptOut))
            : said;
    }

    // Precise location is the eighth activity of the national section and the third of California's.
    private static bool RefusesLocation(GppUsSection section) => section.Find(Sensitive) is { } field && section.Name switch
    {
        "usnat" => field.Values[7] == Refused,
        "usca" => field.Values[2] == Refused,
        _ => false,
    };

    private IEnumerable<SignalledPurpose> Refusing(string signal) =>
        purposes.Where(purpose => purpose.Mapping.UsSignals.Contains(signal)).Select(OptOut);

    private static SignalledPurpose OptOut(Purpose purpose) => new(purpose.Id, ConsentAct.OptedOut);
}
