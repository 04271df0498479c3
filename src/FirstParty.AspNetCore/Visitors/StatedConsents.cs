using System.Security.Cryptography;
using System.Text;
using FirstParty.AspNetCore.Wire;
using FirstParty.Consent;
using FirstParty.Storage;

namespace FirstParty.AspNetCore.Visitors;

/// <summary>
/// Takes what Segment's clients say of consent, in <c>context.consent</c>, into the ledger: a record when a purpose's answer has changed since the same
/// device or user last said it, and none when it is merely said again. So an answer that a page repeats for ever cannot undo what the person
/// withdrew elsewhere. Thread-safe.
/// </summary>
internal sealed class StatedConsents(CustomerDataPlatform platform, VisitorOptions options)
{
    private const string Method = "segment-consent";

    private readonly ConsentActs _acts = new(platform, options);

    /// <summary>Records what is new in these statements, in their order.</summary>
    /// <exception cref="StorageException">The store failed.</exception>
    public async ValueTask RecordAsync(IEnumerable<StatedConsent> statements, CancellationToken cancellationToken)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            var answers = AnswersTo(statement.Categories);
            var speaker = SpeakerOf(statement);
            var text = string.Join(';', answers.Select(answer => $"{answer.Key}={answer.Value}"));
            if (said.TryGetValue(speaker, out var before) && before == text)
            {
                continue; // each event of a batch repeats it; what an earlier request said is for the ledger to know, since others write it too
            }

            said[speaker] = text;
            await platform.Consent
                .RecordAsync(await NewIn(statement, answers, speaker, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Each purpose and whether it is permitted: what several categories stand for needs all of them, and a category that has a meaning here but is not
    /// mentioned is not permitted.
    /// </summary>
    private SortedDictionary<string, bool> AnswersTo(IReadOnlyDictionary<string, bool> categories)
    {
        var answers = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var word in VisitorOptions.Words.Concat(options.ConsentNames.Keys).Concat(categories.Keys).Distinct(StringComparer.Ordinal))
        {
            foreach (var purpose in _acts.Meant(word))
            {
                answers[purpose.Id] = categories.GetValueOrDefault(word) && answers.GetValueOrDefault(purpose.Id, true);
            }
        }

        return answers;
    }

    private async ValueTask<IReadOnlyList<ConsentRecord>> NewIn(
        StatedConsent statement, SortedDictionary<string, bool> answers, string speaker, CancellationToken cancellationToken)
    {
        var history = await platform.Consent.HistoryAsync(statement.Subject, cancellationToken).ConfigureAwait(false);
        var at = ClientClock.Correct(statement.OccurredAt, statement.SentAt, platform.Time.GetUtcNow());
        var records = new List<ConsentRecord>();
        foreach (var (id, isPermitted) in answers)
        {
            var purpose = platform.Purposes.Find(id)!;
            var before = history.LastOrDefault(record => record.Purpose == id && record.InteractionId?.StartsWith(speaker, StringComparison.Ordinal) == true);
            var status = before?.Act == ConsentAct.Granted ? ConsentStatus.Granted : ConsentStatus.NotAsked;
            if (ConsentActs.ActOf(purpose, isPermitted, status) is { } act && (before is null || before.Act.IsRefusal() == isPermitted))
            {
                records.Add(new ConsentRecord
                {
                    Subject = statement.Subject,
                    Act = act,
                    Purpose = id,
                    PurposeVersion = purpose.Version,
                    OccurredAt = at,
                    Assurance = ConsentAssurance.Anonymous,
                    Evidence = new ConsentEvidence { CollectionMethod = Method },
                    InteractionId = speaker + (statement.MessageId ?? at.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                });
            }
        }

        return records;
    }

    private static string SpeakerOf(StatedConsent statement) => $"{Method}:{Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{statement.Subject.Namespace}\0{statement.Subject.Value}")).AsSpan(0, 16))}:";
}
