using System.Text;

namespace FirstParty.Consent;

/// <summary>What can be wrong with a record that is handed to the ledger.</summary>
internal static class ConsentRecordChecks
{
    internal const int MaxBound = 1_000;
    private const int MaxAcknowledged = 16;

    /// <summary>The first thing that is wrong, or null.</summary>
    internal static string? Find(ConsentRecord record) => Act(record) ?? Text(record) ?? Times(record);

    private static string? Act(ConsentRecord record)
    {
        if (!Enum.IsDefined(record.Act) || !Enum.IsDefined(record.Kind) || !Enum.IsDefined(record.Origin) || !Enum.IsDefined(record.Assurance))
        {
            return "Act, kind, origin and assurance must be ones that exist.";
        }

        if (string.IsNullOrWhiteSpace(record.Subject.Namespace) || string.IsNullOrWhiteSpace(record.Subject.Value))
        {
            return "A record needs the identifier that acted.";
        }

        if (record.Kind == ConsentRecordKind.Correction && !record.Act.IsRestrictive())
        {
            return "A correction can only restrict; a wrong refusal is mended by asking again.";
        }

        if (record.Kind is ConsentRecordKind.ConsentAct or ConsentRecordKind.Disclosure && record.Purpose.Length == 0)
        {
            return "The act needs a purpose.";
        }

        if (record.Act is ConsentAct.Merge or ConsentAct.Unmerge && (record.Other is null || record.Other == record.Subject))
        {
            return "A merge or unmerge needs another side.";
        }

        if (record.Act == ConsentAct.AgeAsserted && record.BornOn is null && record.AgeYears is not (>= 0 and <= 150))
        {
            return "An age assertion needs a date of birth or an age of 0 to 150 years.";
        }

        if (record.Act == ConsentAct.Disclosed && string.IsNullOrWhiteSpace(record.Recipient))
        {
            return "A disclosure needs a recipient.";
        }

        return record.Act == ConsentAct.PolicyPublished && (record.Evidence.PolicyTextId is null || record.Evidence.PolicyVersion is null)
            ? "A published text needs an id and a version."
            : null;
    }

    private static string? Text(ConsentRecord record)
    {
        var evidence = record.Evidence;
        string?[] names =
        [
            record.Purpose, record.InteractionId, record.Jurisdiction, record.GuardianReference, record.Recipient, evidence.PolicyTextId,
            evidence.Locale, evidence.NoticeId, evidence.UiVariant, evidence.Channel, evidence.CollectionMethod, .. record.Acknowledges, .. record.DataCategories,
        ];
        string?[] all =
        [
            .. names, evidence.Text, evidence.RawSignal, record.Subject.Namespace, record.Subject.Value, record.Other?.Namespace, record.Other?.Value,
        ];
        return names.Any(name => name?.Length > ConsentEvidence.MaxNameLength) ? $"A name has at most {ConsentEvidence.MaxNameLength} characters."
            : evidence.Text?.Length > MaxText(record) || evidence.RawSignal?.Length > MaxSignal(record)
                ? $"Evidence and raw signals have at most {ConsentEvidence.MaxTextLength} characters each, a published text {ConsentEvidence.MaxPolicyTextLength}."
            : record.AlsoBinds.Length > MaxBound ? $"An act binds at most {MaxBound} further identifiers."
            : record.DataCategories.Length > MaxBound ? $"A disclosure names at most {MaxBound} categories."
            : record.Acknowledges.Length > MaxAcknowledged ? $"An act acknowledges at most {MaxAcknowledged} conflicts."
            : all.Any(text => text is not null && !IsWellFormed(text)) ? "Text must be well-formed Unicode."
            : null;
    }

    private static int MaxSignal(ConsentRecord record) =>
        record.Act == ConsentAct.Held ? ConsentEvidence.MaxPolicyTextLength : ConsentEvidence.MaxTextLength;

    private static int MaxText(ConsentRecord record) =>
        record.Act == ConsentAct.PolicyPublished ? ConsentEvidence.MaxPolicyTextLength : ConsentEvidence.MaxTextLength;

    private static string? Times(ConsentRecord record) =>
        record.OccurredAt < DateTimeOffset.UnixEpoch ? "An act cannot have been made before 1970."
        : record.ValidUntil < DateTimeOffset.UnixEpoch || record.EffectiveFrom < DateTimeOffset.UnixEpoch ? "A validity cannot lie before 1970."
        : null;

    private static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
