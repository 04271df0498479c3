namespace FirstParty.Consent.Signals;

/// <summary>
/// Says in the platform's own purposes what a signal from outside means, by the purposes' <see cref="Purpose.Mapping"/>. What a signal does
/// not cover is left out, never guessed. Immutable and safe for concurrent use.
/// </summary>
public sealed class SignalReader
{
    private readonly TcSignal _tc;
    private readonly UsSignal _us;
    private readonly IReadOnlyCollection<Purpose> _purposes;

    /// <summary>A reader for a platform's purposes.</summary>
    /// <param name="purposes">The purposes in use.</param>
    /// <param name="usePurposeConsents">
    /// Whether a TC string's vendor-side purposes count for the platform itself when the string says nothing for the publisher, and its
    /// special features too. Off by default: the publisher's segment is the one that speaks of the publisher, and an empty one refuses
    /// everything.
    /// </param>
    public SignalReader(IReadOnlyCollection<Purpose> purposes, bool usePurposeConsents = false)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        _purposes = purposes;
        (_tc, _us) = (new TcSignal(purposes, usePurposeConsents), new UsSignal(purposes));
    }

    /// <summary>What a TC string says. An invalid string, by its findings, can refuse but grants nothing.</summary>
    public ConsentSignal Read(TcString tcString)
    {
        ArgumentNullException.ThrowIfNull(tcString);
        return new ConsentSignal(ConsentSignalKind.Tcf, tcString.Raw, Merge(_tc.Read(tcString)));
    }

    /// <summary>What a GPP string says in its European and US sections together; where they differ, the refusal counts.</summary>
    public ConsentSignal Read(GppString gppString)
    {
        ArgumentNullException.ThrowIfNull(gppString);
        var said = new List<SignalledPurpose>();
        foreach (var section in gppString.Sections)
        {
            said.AddRange(section switch
            {
                { Tcf: { } tc } => _tc.Read(tc),
                { UsPrivacy: { } usPrivacy } => _us.Read(usPrivacy),
                { Us: { } us } => _us.Read(us),
                _ => [],
            });
        }

        return new ConsentSignal(ConsentSignalKind.Gpp, gppString.Raw, Merge(said));
    }

    /// <summary>What a US Privacy string says; null when it is malformed.</summary>
    public ConsentSignal? ReadUsPrivacy(string? text) => UsPrivacyString.TryParse(text, out var parsed)
        ? new ConsentSignal(ConsentSignalKind.UsPrivacy, text!, Merge(_us.Read(parsed)))
        : null;

    /// <summary>The opt-outs of Global Privacy Control from its header's value; null when the header does not set it.</summary>
    public ConsentSignal? ReadGpc(string? headerValue) => GlobalPrivacyControl.IsSet(headerValue)
        ? new ConsentSignal(ConsentSignalKind.Gpc, "1", Merge(_us.ReadGpc()))
        : null;

    /// <summary>
    /// What a Consent Mode state says: a purpose is granted when all its keys are, refused when any is denied, and left out when a key is
    /// not said.
    /// <c>ad_storage</c> alone grants nothing.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="raw">The text that it was read from; null writes the state anew.</param>
    public ConsentSignal Read(ConsentModeState state, string? raw = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var said = new List<SignalledPurpose>();
        foreach (var purpose in _purposes)
        {
            var keys = purpose.Mapping.ConsentModeKeys;
            var isOpen = purpose.Regime is ConsentRegime.OptIn or ConsentRegime.Objection && purpose.CompellingGrounds is null;
            if (isOpen && keys.Any(key => state[key] == false))
            {
                said.Add(new SignalledPurpose(purpose.Id, Refusal(purpose)));
            }
            else if (isOpen && !keys.IsEmpty && keys.All(key => state[key] == true))
            {
                said.Add(new SignalledPurpose(purpose.Id, Permission(purpose)));
            }
        }

        return new ConsentSignal(ConsentSignalKind.ConsentMode, raw ?? state.ToJson(), said);
    }

    internal static ConsentAct Refusal(Purpose purpose) =>
        purpose.Regime == ConsentRegime.OptIn ? ConsentAct.Denied : ConsentAct.Objected;

    // Under objection nothing is granted: that notice was given, and not objected to, is all there is to record.
    internal static ConsentAct Permission(Purpose purpose) =>
        purpose.Regime == ConsentRegime.OptIn ? ConsentAct.Granted : ConsentAct.Asked;

    private static List<SignalledPurpose> Merge(IEnumerable<SignalledPurpose> said)
    {
        var merged = new List<SignalledPurpose>();
        foreach (var purpose in said)
        {
            var at = merged.FindIndex(other => other.Purpose == purpose.Purpose);
            if (at < 0)
            {
                merged.Add(purpose);
            }
            else if (merged[at].Act is ConsentAct.Granted or ConsentAct.Asked)
            {
                merged[at] = purpose;
            }
        }

        return merged;
    }
}
