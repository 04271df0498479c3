using System.Buffers.Text;
using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Consent.Signals;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>Turns a choice made in a browser into acts for the ledger, in the words of each purpose's regime.</summary>
internal sealed class ConsentActs(CustomerDataPlatform platform, VisitorOptions options)
{
    private readonly SignalReader _signals = new(platform.Purposes, usePurposeConsents: true);

    /// <summary>The purposes that a page's word stands for; none when nothing of that name is registered.</summary>
    public IEnumerable<Purpose> Meant(string word)
    {
        var ids = options.ConsentNames.TryGetValue(word, out var named) ? named : [word];
        return ids.Select(platform.Purposes.Find).OfType<Purpose>();
    }

    /// <summary>
    /// What a choice means: a record for each purpose that it names, permitted only where every word for it permits it, then what a TC string adds for
    /// purposes that it does not name.
    /// </summary>
    /// <param name="choice">The choice.</param>
    /// <param name="visitor">Whose it is.</param>
    /// <param name="before">The decisions before it, by purpose: what had been granted is withdrawn, what had not is denied.</param>
    public ConsentReading Of(ConsentChoice choice, Identifier visitor, IReadOnlyDictionary<string, ConsentDecision> before)
    {
        var at = choice.OccurredAt(platform.Time.GetUtcNow());
        var interaction = choice.InteractionId ?? "web:" + NewId();
        var evidence = EvidenceOf(choice);
        var named = choice.Purposes
            .SelectMany(answer => Meant(answer.Key), (answer, purpose) => (Purpose: purpose, IsPermitted: answer.Value))
            .GroupBy(answer => answer.Purpose, answer => answer.IsPermitted)
            .ToDictionary(answers => answers.Key, answers => answers.All(isPermitted => isPermitted));
        var records = new List<ConsentRecord>();
        foreach (var (purpose, isPermitted) in named)
        {
            if (ActOf(purpose, isPermitted, before.GetValueOrDefault(purpose.Id).Status) is { } act)
            {
                records.Add(new ConsentRecord
                {
                    Subject = visitor,
                    Act = act,
                    Purpose = purpose.Id,
                    PurposeVersion = purpose.Version,
                    OccurredAt = at,
                    IsExplicit = choice.IsExplicit && act.IsPermissive(),
                    Assurance = ConsentAssurance.Anonymous,
                    Evidence = evidence,
                    InteractionId = interaction,
                    Acknowledges = [.. choice.Acknowledges],
                });
            }
        }

        records.AddRange(FromTcString(choice, visitor, at, interaction)
            .Where(signalled => records.TrueForAll(record => record.Purpose != signalled.Purpose)));
        return new ConsentReading(
            records,
            [.. choice.Purposes.Keys.Where(word => !Meant(word).Any())],
            [.. choice.Purposes.Keys.Where(word => Meant(word).Any(purpose => ActOf(purpose, true, default) is null))]);
    }

    private IReadOnlyList<ConsentRecord> FromTcString(ConsentChoice choice, Identifier visitor, DateTimeOffset at, string interaction) =>
        choice.TcString is not null && TcString.TryParse(choice.TcString, out var tcString)
            ? _signals.Read(tcString).ToRecords(visitor, at, interaction)
            : [];

    /// <summary>What a yes or no to a purpose is called in its regime; null when nobody's consent decides about it.</summary>
    public static ConsentAct? ActOf(Purpose purpose, bool isPermitted, ConsentStatus before) => purpose.Regime switch
    {
        ConsentRegime.OptIn when isPermitted => ConsentAct.Granted,
        ConsentRegime.OptIn => before == ConsentStatus.Granted ? ConsentAct.Withdrawn : ConsentAct.Denied,
        ConsentRegime.OptOut => isPermitted ? ConsentAct.OptedIn : ConsentAct.OptedOut,
        ConsentRegime.Objection => isPermitted ? ConsentAct.Asked : ConsentAct.Objected,
        _ => null,
    };

    private string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        options.Random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private static ConsentEvidence EvidenceOf(ConsentChoice choice)
    {
        var parts = (choice.Policy ?? string.Empty).Split('@', 2);
        return new ConsentEvidence
        {
            PolicyTextId = parts[0].Length == 0 ? null : parts[0],
            PolicyVersion = parts.Length == 2 && PolicyVersion.TryParse(parts[1], out var version) ? version : null,
            Text = parts.Length == 2 && !PolicyVersion.TryParse(parts[1], out _) ? $"policy {choice.Policy}" : null,
            Channel = "web",
            CollectionMethod = choice.TcString is null ? "banner" : "tcf",
            RawSignal = choice.Signals,
        };
    }
}
