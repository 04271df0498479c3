using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>Reads what <see cref="ConsentPayload"/> wrote. The leaf says the rest: kind, act, purpose, id, position, text hash.</summary>
internal static class ConsentPayloadReader
{
    /// <returns>The record, without <see cref="ConsentRecord.AlsoBinds"/>, and the lookups of those whom it also binds.</returns>
    /// <exception cref="FormatException">The bytes are not such a payload.</exception>
    internal static (ConsentRecord Record, ImmutableArray<SubjectLookup> Bound) Read(LeafHeader header, ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 4 });
            var record = Read(header, document.RootElement);
            var isUsual = (ConsentRecordKind)header.Kind == record.Act.Kind();
            return (isUsual ? record : record with { Kind = (ConsentRecordKind)header.Kind }, ReadBound(document.RootElement));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException($"The payload of consent record {header.Sequence} is not one this version wrote.", fault);
        }
    }

    private static ConsentRecord Read(LeafHeader header, JsonElement json) => new()
    {
        Subject = ReadIdentifier(json, "subject") ?? throw new KeyNotFoundException(),
        Act = (ConsentAct)header.Act,
        Purpose = header.Purpose,
        Sequence = (long)header.Sequence,
        RecordId = header.RecordId,
        OccurredAt = Time(json, "at") ?? throw new KeyNotFoundException(),
        RecordedAt = Time(json, "recorded") ?? throw new KeyNotFoundException(),
        Origin = (ConsentOrigin)Number(json, "origin"),
        Assurance = (ConsentAssurance)Number(json, "assurance"),
        IsExplicit = Number(json, "explicit") != 0,
        PurposeVersion = Number(json, "purposeVersion"),
        InteractionId = Text(json, "interaction"),
        Jurisdiction = Text(json, "jurisdiction"),
        ValidUntil = Time(json, "until"),
        Acknowledges = List(json, "acknowledges"),
        Other = ReadIdentifier(json, "other"),
        HeldSequence = json.TryGetProperty("held", out var held) ? held.GetInt64() : null,
        AgeYears = json.TryGetProperty("age", out var age) ? age.GetInt32() : null,
        BornOn = Text(json, "born") is { } born ? DateOnly.ParseExact(born, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        GuardianReference = Text(json, "guardian"),
        EffectiveFrom = Time(json, "from"),
        Recipient = Text(json, "recipient"),
        DataCategories = List(json, "categories"),
        Evidence = ReadEvidence(header, json),
    };

    private static ImmutableArray<SubjectLookup> ReadBound(JsonElement json) =>
    [
        .. List(json, "binds").Select(hex => new SubjectLookup(UInt128.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))),
    ];

    private static ConsentEvidence ReadEvidence(LeafHeader header, JsonElement json) => new()
    {
        Text = Text(json, "text"),
        PolicyTextId = Text(json, "policy"),
        PolicyVersion = PolicyVersion.TryParse(Text(json, "version"), out var version) ? version : null,
        TextHash = header.PolicyHash,
        Locale = Text(json, "locale"),
        NoticeId = Text(json, "notice"),
        UiVariant = Text(json, "variant"),
        ScreenshotHash = Text(json, "screenshot") is { } hash ? Hash256.Parse(hash) : default,
        Channel = Text(json, "channel"),
        CollectionMethod = Text(json, "method"),
        RawSignal = Text(json, "signal"),
    };

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static DateTimeOffset? Time(JsonElement json, string name) => Text(json, name) is not { } text
        ? null
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static ImmutableArray<string> List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private static Identifier? ReadIdentifier(JsonElement json, string name) =>
        json.TryGetProperty(name, out var pair) ? new Identifier(pair[0].GetString()!, pair[1].GetString()!) : null;
}
