using System.Text.Json;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>A choice as the snippet sends it: <c>{"writeKey","purposes":{"analytics":true},"policy","interactionId","explicit","timestamp","sentAt","signals":{…}}</c>.</summary>
internal sealed class ConsentChoice
{
    private const int MaxPurposes = 64;
    private const int MaxNameLength = 128;

    /// <summary>The write key, or null.</summary>
    public string? WriteKey { get; private set; }

    /// <summary>Each purpose by the page's word for it, and whether it is permitted.</summary>
    public Dictionary<string, bool> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>Which text the person saw: an id, and after an <c>@</c> its version; null when the page does not say.</summary>
    public string? Policy { get; private set; }

    /// <summary>The id by which the act counts once however often it arrives; null when the page does not say.</summary>
    public string? InteractionId { get; private set; }

    /// <summary>Whether the person said it expressly: a statement, not merely a button that closes a banner.</summary>
    public bool IsExplicit { get; private set; }

    /// <summary>When the person chose, by their clock; null when unreadable.</summary>
    public DateTimeOffset? Timestamp { get; private set; }

    /// <summary>When the page sent it, by the same clock; null when unreadable.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The signals as JSON, or null.</summary>
    public string? Signals { get; private set; }

    /// <summary>The TC string among the signals, or null.</summary>
    public string? TcString { get; private set; }

    /// <summary>Conflicts that the person confirmed, such as <c>gpc</c>.</summary>
    public List<string> Acknowledges { get; } = [];

    /// <summary>Reads a body; the refusal is null exactly when it was read.</summary>
    public static RequestRefusal? TryRead(ReadOnlyMemory<byte> body, out ConsentChoice choice)
    {
        choice = new ConsentChoice();
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = WireLimits.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? choice.Read(document.RootElement)
                : RequestRefusal.WrongType("The body is not a JSON object.");
        }
        catch (JsonException malformed)
        {
            return RequestRefusal.Malformed(
                $"The JSON is malformed at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return new RequestRefusal(400, ReasonNames.Of(EventReason.InvalidText), "Text holds half of a surrogate pair or bytes that are not UTF-8.");
        }
    }

    /// <summary>When the act was made by this server's clock: corrected by the client's error, and never later than now.</summary>
    public DateTimeOffset OccurredAt(DateTimeOffset now) => ClientClock.Correct(Timestamp, SentAt, now);

    private RequestRefusal? Read(JsonElement root)
    {
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "writeKey" when member.Value.ValueKind == JsonValueKind.String: WriteKey = member.Value.GetString(); break;
                case "policy": Policy = TextOf(member.Value); break;
                case "interactionId": InteractionId = TextOf(member.Value); break;
                case "explicit": IsExplicit = member.Value.ValueKind == JsonValueKind.True; break;
                case "timestamp": Timestamp = InstantOf(member.Value); break;
                case "sentAt": SentAt = InstantOf(member.Value); break;
                case "signals" when member.Value.ValueKind == JsonValueKind.Object: ReadSignals(member.Value); break;
                case "acknowledges" when member.Value.ValueKind == JsonValueKind.Array: ReadAcknowledged(member.Value); break;
                case "purposes" when !ReadPurposes(member.Value):
                    return RequestRefusal.WrongType($"The purposes are an object of at most {MaxPurposes} names, each true or false.");
            }
        }

        return Purposes.Count == 0 ? RequestRefusal.WrongType("There is no object named purposes.") : null;
    }

    private bool ReadPurposes(JsonElement purposes)
    {
        Purposes.Clear();
        if (purposes.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var purpose in purposes.EnumerateObject())
        {
            if (purpose.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
                || purpose.Name.Length is 0 or > MaxNameLength || Purposes.Count == MaxPurposes)
            {
                return false;
            }

            Purposes[purpose.Name] = purpose.Value.GetBoolean();
        }

        return true;
    }

    private void ReadSignals(JsonElement signals)
    {
        var raw = signals.GetRawText();
        Signals = raw.Length <= Consent.ConsentEvidence.MaxTextLength ? raw : null;
        TcString = signals.TryGetProperty("tcf", out var tcf) && tcf.ValueKind == JsonValueKind.String ? tcf.GetString() : null;
    }

    private void ReadAcknowledged(JsonElement acknowledged)
    {
        foreach (var conflict in acknowledged.EnumerateArray().Take(16))
        {
            if (TextOf(conflict) is { } name)
            {
                Acknowledges.Add(name);
            }
        }
    }

    private static string? TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxNameLength } text && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : null;

    private static DateTimeOffset? InstantOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Instants.TryParse(value.GetString(), out var instant) ? instant : null;
}
