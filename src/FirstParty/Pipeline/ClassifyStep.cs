using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Scanning;

namespace FirstParty.Pipeline;

/// <summary>Classify: what is it, whose is it, how much harm can it do? What the taxonomy does not know is never taken silently.</summary>
internal sealed class ClassifyStep(Taxonomy taxonomy)
{
    public void Run(Batch batch)
    {
        foreach (var pending in batch.Open)
        {
            switch (pending.Input)
            {
                case IdentifyEvent: ClassifyTraits(pending); break;
                case TrackEvent or PageEvent or ScreenEvent: ClassifyEvent(pending); break;
                default: ClassifyRelation(pending); break;
            }
        }
    }

    /// <summary>An event that says what somebody did.</summary>
    private void ClassifyEvent(PendingEvent pending)
    {
        var input = pending.Input;
        var classification = taxonomy.ClassifyEvent(pending.Source, input.EventName, input.Explicitness);
        if (!classification.IsAccepted)
        {
            Refuse(pending, classification.Outcome, EventReason.UnknownEvent, taxonomy.SuggestEvent(input.EventName));
            return;
        }

        Note(pending, classification, input.EventName);
        pending.Body = pending.Received;
        if (classification.Definition is EventDefinition { Schema: { } schema } && !Conforms(pending, schema))
        {
            pending.Body = pending.Received;
            pending.Classification = Raise(pending, classification); // It is known what it is for, and may be refused for that.
            pending.Quarantine(EventReason.SchemaViolation, "It does not fit the definition's schema; it was set aside.");
            pending.Aside = SetAside(pending, pending.Id, input, EventReason.SchemaViolation);
            return;
        }

        pending.Classification = Raise(pending, classification);
    }

    /// <summary>
    /// What text reveals of a special category makes the whole event reveal it, wherever it stands: a page's title as much as a property. A number that
    /// singles somebody out raises the property that holds it.
    /// </summary>
    private Classification Raise(PendingEvent pending, Classification classification)
    {
        var scan = taxonomy.Scanner.Scan(pending.Body.ToUtf8().Span);
        var context = ReferenceEquals(pending.Context, Attributes.Empty) ? ScanResult.Clean : taxonomy.Scanner.Scan(pending.Context.ToUtf8().Span);
        return scan.IsClean && context.IsClean ? classification : Raise(pending, classification, scan, context);
    }

    private static Classification Raise(PendingEvent pending, Classification classification, ScanResult scan, ScanResult context)
    {
        foreach (var finding in scan.Findings.Where(finding => finding.SpecialCategories == SpecialCategories.None && IsIn(pending.Body, finding)))
        {
            pending.Stamps.Add(new PropertyStamp(
                finding.Property, finding.Sensitivity, SpecialCategories.None, null, finding.Kind == ScanFindingKind.PersonalNumber));
        }

        // What cannot be pinned to one property raises the event as a whole.
        var raised = scan.Findings.Length < ScanResult.MaxFindings
            && scan.Findings.All(finding => finding.SpecialCategories != SpecialCategories.None || IsIn(pending.Body, finding))
            ? classification
            : classification.RaisedBy(scan.Sensitivity, SpecialCategories.None, scan.HoldsNationalId);
        var special = scan.SpecialCategories | context.SpecialCategories;
        return special == SpecialCategories.None ? raised : raised.RaisedBy(Sensitivity.SpecialCategory, special);
    }

    private static bool IsIn(Attributes body, ScanFinding finding) => finding.Property.Length > 0 && body.ContainsKey(finding.Property);

    /// <summary>An identify call: every trait has a classification of its own, and one bad trait never harms its neighbours.</summary>
    private void ClassifyTraits(PendingEvent pending)
    {
        ClassifyRelation(pending);
        var unknown = new Attributes();
        var refused = 0;
        foreach (var (name, value) in pending.Input.Body)
        {
            var classification = taxonomy.ClassifyTrait(pending.Source, name, pending.Input.Explicitness);
            if (classification.IsAccepted)
            {
                Note(pending, classification, name);
                Keep(pending, name, value, classification);
            }
            else if (classification.Outcome == ClassificationOutcome.Quarantined)
            {
                unknown[name] = value;
                pending.Notes.Add(new OutcomeNote(EventReason.Quarantined, name));
            }
            else
            {
                refused++;
                pending.Notes.Add(new OutcomeNote(EventReason.UnknownTrait, name));
            }
        }

        if (unknown.Count > 0)
        {
            // The unknown traits wait under an id of their own, so that the known ones need not wait with them.
            var id = FactId.Of(pending.Source, pending.MessageId + "#unknown");
            var waiting = (IdentifyEvent)pending.Input with { MessageId = pending.MessageId + "#unknown", Traits = unknown.Freeze() };
            pending.Aside = SetAside(pending, id, waiting, EventReason.UnknownTrait);
        }

        if (refused > 0 && refused == pending.Input.Body.Count)
        {
            pending.Reject(EventReason.UnknownTrait, "The taxonomy knows none of its traits. Define them with Trait(name, kind).");
        }
    }

    private void Keep(PendingEvent pending, string name, AttributeValue value, Classification classification)
    {
        if (classification is { Sensitivity: Sensitivity.NationalId, Definition.NationalIdJustification: null } && !value.IsNull)
        {
            pending.Notes.Add(new OutcomeNote(EventReason.JustificationMissing, name));
            return;
        }

        var single = new Attributes { [name] = value };
        pending.Traits.Add(new PendingTrait(
            name, value, classification.RaisedBy(taxonomy.Scanner.Scan(single.ToUtf8().Span))));
    }

    /// <summary>A call that only relates identifiers: its source alone says what it is.</summary>
    private void ClassifyRelation(PendingEvent pending)
    {
        var source = taxonomy.Sources[pending.Source];
        var explicitness = pending.Input.Explicitness ?? source.DefaultExplicitness;
        pending.Body = pending.Received;
        pending.Classification = new Classification
        {
            Outcome = ClassificationOutcome.Classified,
            Source = source,
            Party = Taxonomy.EffectiveParty(source.Party, explicitness),
            Explicitness = explicitness,
            Kind = DataKind.Identity,
            Sensitivity = Sensitivity.Personal,
        };
    }

    private static bool Conforms(PendingEvent pending, Taxonomies.Schemas.EventSchema schema)
    {
        var result = schema.Check(pending.Body.ToUtf8());
        foreach (var violation in result.Violations)
        {
            pending.Notes.Add(new OutcomeNote(EventReason.SchemaViolation, violation.Path));
        }

        pending.Body = Attributes.FromUtf8(result.Properties);
        return result.IsAccepted;
    }

    private static void Note(PendingEvent pending, Classification classification, string name)
    {
        if (classification.Outcome == ClassificationOutcome.Unclassified)
        {
            pending.Notes.Add(new OutcomeNote(EventReason.Unclassified, name));
        }
    }

    private static void Refuse(
        PendingEvent pending, ClassificationOutcome outcome, EventReason reason, string? suggestion)
    {
        var hint = suggestion is null ? "Define it with Event(name, kind)." : $"Did you mean '{suggestion}'? Or define it with Event(name, kind).";
        if (outcome == ClassificationOutcome.Quarantined)
        {
            pending.Quarantine(reason, $"The taxonomy does not know this event; it was set aside. {hint}");
            pending.Aside = SetAside(pending, pending.Id, pending.Input, reason);
        }
        else
        {
            pending.Reject(reason, $"The taxonomy does not know this event. {hint}");
        }
    }

    private static QuarantinedEvent SetAside(PendingEvent pending, FactId id, CustomerEvent input, EventReason reason) => new(
        id,
        input with { MessageId = input.MessageId ?? pending.MessageId, Source = pending.Source, Timestamp = pending.OccurredAt, SentAt = null, Context = pending.Context },
        pending.ReceivedAt,
        reason)
    {
        People = [.. pending.Named.Select(ProfileId.Of).Distinct().Order()],
    };
}
