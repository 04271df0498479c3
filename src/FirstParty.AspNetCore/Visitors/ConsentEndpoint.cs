using System.Text.Json;
using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Wire;
using FirstParty.Consent;
using FirstParty.Identity;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>
/// The visitor's own consent, read and written by the snippet. Only pages of the host may: a choice is the person's act on the host's page,
/// and nobody else's page can make it for them.
/// </summary>
internal sealed class ConsentEndpoint(
    CustomerDataPlatform platform, VisitorOptions options, RequestGate gate, SenderDirectory senders, VisitorCookie cookie, ConsentActs acts)
{
    private const int MaxBytes = WireLimits.MaxEventBytes;

    /// <summary>Answers <c>{"purposes":{…}}</c>: true or false for each purpose that the visitor has decided on.</summary>
    public Task ReadAsync(HttpContext context) => gate.PassAsync(context, 0, async _ =>
    {
        if (senders.CheckOwnPage(context.Request, context.Request.Query["writeKey"]) is { } refusal)
        {
            await Answer.RefusedAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        var decisions = cookie.Find(context.Request) is { } visitor
            ? await platform.Consent.DecideAllOwnAsync(visitor, context.RequestAborted).ConfigureAwait(false)
            : new Dictionary<string, ConsentDecision>();
        await AnswerAsync(context, decisions).ConfigureAwait(false);
    });

    /// <summary>
    /// Records a choice, all of it or nothing, and answers as <see cref="ReadAsync"/>; words that mean nothing here are named in <c>unknown</c>, and
    /// those for purposes about which consent does not decide in <c>undecided</c>.
    /// </summary>
    public Task WriteAsync(HttpContext context) => gate.PassAsync(context, MaxBytes, async body =>
    {
        if ((ConsentChoice.TryRead(body, out var choice) ?? senders.CheckOwnPage(context.Request, choice.WriteKey)) is { } refusal)
        {
            await Answer.RefusedAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        var visitor = Actor(context, choice);
        var before = await platform.Consent.DecideAllOwnAsync(visitor, context.RequestAborted).ConfigureAwait(false);
        var reading = acts.Of(choice, visitor, before);
        await platform.Consent.RecordAsync(reading.Records, context.RequestAborted).ConfigureAwait(false);
        var after = await platform.Consent.DecideAllOwnAsync(visitor, context.RequestAborted).ConfigureAwait(false);
        if (options.StoragePurpose is { } storage && after.TryGetValue(storage, out var decision) && !decision.Allowed
            && cookie.Read(context.Request) is not null)
        {
            cookie.Remove(context);
        }

        await AnswerAsync(context, after, reading).ConfigureAwait(false);
    });

    /// <summary>
    /// Who chooses: the cookie's visitor; without one, a new visitor if the choice lets a cookie be set, else nobody in particular, so that the
    /// ledger proves the refusal and the browser stays unmarked.
    /// </summary>
    private Identifier Actor(HttpContext context, ConsentChoice choice)
    {
        if (cookie.Find(context.Request) is { } known)
        {
            return known;
        }

        var maySet = options.StoragePurpose is { } storage
            ? choice.Purposes.Any(purpose => purpose.Value && acts.Meant(purpose.Key).Any(meant => meant.Id == storage))
            : choice.Purposes.Any(purpose => purpose.Value && acts.Meant(purpose.Key).Any());
        return maySet ? cookie.Issue(context) : VisitorIds.Once(options.Random);
    }

    private Task AnswerAsync(
        HttpContext context, IReadOnlyDictionary<string, ConsentDecision> decisions, ConsentReading? reading = null) => Answer.JsonAsync(context, 200, writer =>
    {
        writer.WriteStartObject("purposes");
        foreach (var (word, isPermitted) in WordsFor(decisions).OrderBy(word => word.Word, StringComparer.Ordinal))
        {
            writer.WriteBoolean(word, isPermitted);
        }

        writer.WriteEndObject();
        WriteWords(writer, "unknown", reading?.Unknown);
        WriteWords(writer, "undecided", reading?.Undecided);
    });

    private static void WriteWords(Utf8JsonWriter writer, string name, IReadOnlyList<string>? words)
    {
        if (words is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var word in words)
        {
            writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
    }

    /// <summary>The page's words for what is decided: a word that stands for several purposes is true when all of them are, false when any is not.</summary>
    private IEnumerable<(string Word, bool IsPermitted)> WordsFor(IReadOnlyDictionary<string, ConsentDecision> decisions)
    {
        var decided = decisions
            .Where(decision => decision.Value.IsRefusal || decision.Value is { Allowed: true, Status: not ConsentStatus.NotApplicable })
            .ToDictionary(decision => decision.Key, decision => decision.Value.Allowed);
        foreach (var (purpose, isPermitted) in decided)
        {
            if (!options.ConsentNames.ContainsKey(purpose))
            {
                yield return (purpose, isPermitted);
            }
        }

        foreach (var (word, purposes) in options.ConsentNames)
        {
            if (purposes.Length > 0 && purposes.All(decided.ContainsKey))
            {
                yield return (word, purposes.All(purpose => decided[purpose]));
            }
        }
    }
}
