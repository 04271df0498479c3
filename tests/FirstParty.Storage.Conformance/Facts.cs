using System.Collections.Immutable;
using System.Globalization;
using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance;

/// <summary>Facts for tests, each made from a number, and texts that tell whether two are the same.</summary>
public static class Facts
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(int seconds) => Noon.AddSeconds(seconds);

    public static FactId Id(int number, string source = "web") =>
        FactId.Of(source, string.Create(CultureInfo.InvariantCulture, $"message-{number}"));

    public static Identifier Person(int number) => Identifier.UserId(string.Create(CultureInfo.InvariantCulture, $"person-{number}"));

    public static ProfileId Profile(int number) => ProfileId.Of(Person(number));

    public static LoggedEvent Event(int number, Identifier? anchor = null) => new()
    {
        Id = Id(number),
        Fingerprint = number,
        Kind = EventKind.Track,
        Name = "Order Completed",
        Anchor = anchor ?? Person(number),
        Identifiers = [anchor ?? Person(number)],
        OccurredAt = At(number),
        ReceivedAt = At(number + 1),
        Properties = new Attributes { ["total"] = 49.90m, ["number"] = number }.Freeze(),
    };

    /// <summary>An event with something in every field.</summary>
    public static LoggedEvent FullEvent(int number) => Event(number) with
    {
        Id = Id(number, "preference-centre"),
        Fingerprint = long.MinValue + number,
        Kind = EventKind.Group,
        Name = "Gruppe 🫖",
        Anchor = Identifier.Email("ada@example.com"),
        Identifiers = [new Identifier("Zählung", "42/ÅÄÖ"), Identifier.Email("Ada@Example.com "), Identifier.Email("ada@example.com")],
        OccurredAt = Noon.AddTicks(1_234_560),
        ReceivedAt = Noon.AddTicks(1_234_570),
        Properties = new Attributes { ["list"] = AttributeValue.ListOf(1, "two", true), ["none"] = AttributeValue.Null }.Freeze(),
        Context = new Attributes { ["page"] = new Attributes { ["url"] = "https://shop.example/åäö" } }.Freeze(),
        Strength = AssertionStrength.Verified,
        Party = Party.Zero,
        Explicitness = Explicitness.Explicit,
        Sensitivity = Sensitivity.SpecialCategory,
        SpecialCategories = SpecialCategories.Health | SpecialCategories.SexualOrientation,
        ConsentSequence = 1L << 40,
        Stamps =
        [
            new PropertyStamp("list", Sensitivity.NationalId, SpecialCategories.None, 7),
            new PropertyStamp("both", Sensitivity.SpecialCategory, SpecialCategories.Health, 9, HoldsNationalId: true),
            new PropertyStamp("bare", Sensitivity.NationalId, SpecialCategories.None, null, HoldsNationalId: true),
            new PropertyStamp("none", Sensitivity.Confidential, SpecialCategories.Genetic, null),
        ],
        GroupId = "föreningen",
    };

    public static TraitValue Trait(string name, AttributeValue value, int number = 1) => new()
    {
        Name = name,
        Value = value,
        Fact = Id(number),
        Identifier = Person(number),
        OccurredAt = At(number),
        Party = Party.Second,
        Kind = DataKind.Qualitative,
        Explicitness = Explicitness.Inferred,
        Sensitivity = Sensitivity.Confidential,
        SpecialCategories = SpecialCategories.Biometric,
        ConsentSequence = number % 2 == 0 ? null : number,
    };

    public static ConsentEntry Entry(long sequence, params int[] subjects) => new(
        sequence,
        new byte[] { 1, 2, (byte)sequence },
        new byte[] { 9, (byte)sequence },
        [.. subjects.Select(Lookup)])
    {
        LeafHash = new Hash256([.. Enumerable.Range(0, Hash256.Length).Select(index => (byte)(index + sequence))]),
    };

    public static SubjectLookup Lookup(int number) => new((UInt128)(uint)number << 64 | 77);

    public static TraitMove Move(int profile, string? trait, int seconds, int? fact = null) =>
        new(Profile(profile), trait, At(seconds), fact is { } number ? Id(number) : null);

    public static SegmentChange Change(int profile, string segment, SegmentTransition transition, int seconds) =>
        new(Profile(profile), segment, transition, At(seconds), SegmentChangeCause.Fact, seconds % 2 == 0 ? null : Id(seconds));

    public static string Text(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return string.Join(
            '|',
            logged.Id,
            logged.Fingerprint,
            logged.Kind,
            logged.Name,
            Text(logged.Anchor),
            string.Join(',', logged.Identifiers.Select(Text)),
            Instants.Format(logged.OccurredAt),
            Instants.Format(logged.ReceivedAt),
            (AttributeValue)logged.Properties,
            (AttributeValue)logged.Context,
            logged.Strength,
            logged.Party,
            logged.Explicitness,
            logged.Sensitivity,
            logged.SpecialCategories,
            logged.ConsentSequence,
            string.Join(',', logged.Stamps),
            logged.GroupId);
    }

    public static string Text(Identifier identifier) => identifier.Namespace + ":" + identifier.Value;

    public static string Text(ConsentEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var ciphertext = entry.Ciphertext is { } sealedBytes ? Convert.ToHexString(sealedBytes.Span) : "erased";
        return $"{entry.Sequence}|{Convert.ToHexString(entry.Leaf.Span)}|{ciphertext}|{string.Join(',', entry.Subjects)}|{entry.LeafHash}";
    }

    public static string Text(StoredProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return $"{profile.Id}|{Instants.Format(profile.FirstSeen)}|{string.Join(',', profile.Traits)}";
    }

    public static string Text(CustomerEvent customerEvent)
    {
        ArgumentNullException.ThrowIfNull(customerEvent);
        var own = customerEvent switch
        {
            GroupEvent group => group.GroupId,
            AliasEvent alias => Text(alias.PreviousId),
            _ => string.Empty,
        };
        return string.Join(
            '|',
            customerEvent.Kind,
            customerEvent.EventName,
            own,
            customerEvent.MessageId,
            customerEvent.Source,
            string.Join(',', customerEvent.Identifiers.Select(Text)),
            customerEvent.Timestamp?.UtcTicks,
            customerEvent.SentAt?.UtcTicks,
            customerEvent.Strength,
            customerEvent.Explicitness,
            (AttributeValue)customerEvent.Body,
            (AttributeValue)customerEvent.Context);
    }

    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
