using System.Buffers.Binary;
using System.Text;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>The meaning of each leaf that is not a segment reference, written for clarity.</summary>
internal static class LeafEvaluator
{
    public static bool Holds(TraitRule rule, RuleContext context) =>
        context.Passes(rule.Test, ValueOf(rule, context)?.Value);

    /// <summary>The trait and value that a leaf looks at, or null when there is none of the provenance it demands.</summary>
    public static (TraitValue Trait, AttributeValue Value)? ValueOf(TraitRule rule, RuleContext context) =>
        AttributePath.Find(context.View, rule.Trait, context.Now) is { } found && IsFrom(rule.Provenance, found.Trait, context.Now) ? found : null;

    public static bool IsFrom(ProvenanceTest? provenance, TraitValue trait, DateTimeOffset now) =>
        provenance is null
        || ((provenance.Parties is null || provenance.Parties.Contains(trait.Party))
            && (provenance.Explicitness is null || provenance.Explicitness.Contains(trait.Explicitness))
            && (provenance.MaxAge is not { } most || now - trait.OccurredAt <= most)
            && (provenance.HasBeen is not { } least || now - (trait.HeldSince ?? trait.OccurredAt) >= least));

    public static bool Holds(EventRule rule, RuleContext context)
    {
        var events = EventSelection.Of(rule.Names, rule.Within, rule.Where, context);
        return rule.Measures.Count == 0 ? events.Count > 0 : rule.Measures.All(measure => Holds(measure, events, context));
    }

    public static bool Holds(EventMeasure measure, List<LoggedEvent> events, RuleContext context) => measure switch
    {
        EventMeasure.Number number => number.Test.Holds(EventSelection.Compute(number, events, context.Zone)),
        EventMeasure.Property property => context.Passes(
            property.Test, Pick(events, property.IsFirst) is { } e ? AttributePath.Find(e.Properties, property.Of) : null),
        EventMeasure.Values values => context.Passes(values.Test, EventSelection.Values(values, events)),
        EventMeasure.Regularly regularly => regularly.Test.Holds(EventSelection.Regular(regularly, events, context.Now)),
        EventMeasure.Sessions sessions => sessions.Test.Holds(EventSelection.Sessions(sessions, events)),
        EventMeasure.Time time => time.Test.Holds(Pick(events, time.IsFirst)?.OccurredAt, context.Now),
        _ => throw new ArgumentException("Not a measure of this library.", nameof(measure)),
    };

    public static LoggedEvent? Pick(List<LoggedEvent> events, bool first) => events.Count == 0 ? null : first ? events[0] : events[^1];

    public static bool Holds(SequenceRule rule, RuleContext context)
    {
        var starts = SequenceSearch.Starts(rule, context).Count;
        return rule.Count is null ? starts > 0 : rule.Count.Holds(starts);
    }

    public static bool Holds(ConsentRule rule, ProfileView view) => StandingOf(rule.Purpose, view) == rule.Standing;

    public static ConsentStanding StandingOf(string purpose, ProfileView view) =>
        view.Permitted.Contains(purpose) ? ConsentStanding.Granted : view.Statuses.GetValueOrDefault(purpose) switch
        {
            ConsentStatus.Denied or ConsentStatus.Objected or ConsentStatus.OptedOut => ConsentStanding.Denied,
            ConsentStatus.Withdrawn => ConsentStanding.Withdrawn,
            _ => ConsentStanding.Unknown,
        };

    public static bool Holds(RelativeRule rule, RuleContext context) =>
        rule.Holds(EventSelection.Compute(rule.Left, context), EventSelection.Compute(rule.Right, context));

    public static bool Holds(RfmRule rule, RuleContext context)
    {
        var scores = Scores(rule, context);
        return scores is { } found
            && (rule.Recency is null || rule.Recency.Holds(found.Recency))
            && (rule.Frequency is null || rule.Frequency.Holds(found.Frequency))
            && (rule.Monetary is null || rule.Monetary.Holds(found.Monetary));
    }

    /// <summary>The scores of a person; null without a scale, or without an event.</summary>
    public static (int Recency, int Frequency, int Monetary)? Scores(RfmRule rule, RuleContext context)
    {
        var events = EventSelection.Of([rule.Event], rule.Within, null, context);
        if (events.Count == 0 || context.Set.ScaleOf(rule) is not { } scale)
        {
            return null;
        }

        var total = EventSelection.Compute(new EventMeasure.Number(EventNumber.Sum, rule.Of, new NumberTest { AtLeast = 0 }), events, context.Zone);
        return scale.Score(context.Now - events[^1].OccurredAt, events.Count, total!.Value);
    }

    public static bool Holds(BucketRule rule, ProfileId profile) => Share(SeedOf(rule.Seed), profile) < Below(rule.Percent);

    /// <summary>The shares that are within a percentage: those below this.</summary>
    public static ulong Below(decimal percent) => (ulong)(percent * 1_000_000_000_000m);

    /// <summary>FNV-1a over a seed in UTF-8.</summary>
    public static ulong SeedOf(string seed)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(seed))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>A stable number from 0 to 10^14 − 1: the id's two halves mixed into the seed with the finaliser of MurmurHash3.</summary>
    public static ulong Share(ulong seed, ProfileId profile)
    {
        Span<byte> id = stackalloc byte[16];
        profile.Value.TryWriteBytes(id, bigEndian: true, out _);
        var hash = Mix(seed ^ BinaryPrimitives.ReadUInt64BigEndian(id));
        return Mix(hash ^ BinaryPrimitives.ReadUInt64BigEndian(id[8..])) % 100_000_000_000_000UL;
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
