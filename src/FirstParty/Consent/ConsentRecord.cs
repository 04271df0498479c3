using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>
/// One act on one purpose, as it stands in the log for ever. A banner with five switches makes five records that share an
/// <see cref="InteractionId"/>. Immutable.
/// </summary>
/// <seealso href="https://www.iso.org/standard/80392.html">ISO/IEC TS 27560</seealso>
public sealed record ConsentRecord
{
    /// <summary>The subject of records that are about nobody, such as published policies.</summary>
    public static readonly Identifier Controller = new("controller", "self");

    private readonly ConsentRecordKind? _kind;

    /// <summary>The identifier that acted. Never a merged profile's: after an unmerge every record is still its actor's.</summary>
    public required Identifier Subject { get; init; }

    /// <summary>What was done.</summary>
    public required ConsentAct Act { get; init; }

    /// <summary>The purpose's id; empty for acts that concern no purpose or all of them (erasure, restriction, age, guardian, policy).</summary>
    public string Purpose { get; init; } = "";

    /// <summary>When the act was made, by the claim of whoever reported it. UTC. Later than <see cref="RecordedAt"/> counts as recorded then.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the log took it. UTC; set by the ledger.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The position in the log from 0, which is also its leaf's index in the tree; -1 before the ledger took it.</summary>
    public long Sequence { get; init; } = -1;

    /// <summary>The record's own id; set by the ledger when empty.</summary>
    public Guid RecordId { get; init; }

    /// <summary>What the record is about; by default what <see cref="ConsentActs.Kind"/> says of the act.</summary>
    public ConsentRecordKind Kind
    {
        get => _kind ?? Act.Kind();
        init => _kind = value;
    }

    /// <summary>The purpose definition's version at the time; 0 when unknown.</summary>
    public int PurposeVersion { get; init; }

    /// <summary>With whose authority.</summary>
    public ConsentOrigin Origin { get; init; }

    /// <summary>How well the actor was identified.</summary>
    public ConsentAssurance Assurance { get; init; } = ConsentAssurance.Claimed;

    /// <summary>Whether the consent was explicit: an express statement, not merely a clear affirmative act.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 9(2)(a), 22(2)(c), 49(1)(a)</seealso>
    public bool IsExplicit { get; init; }

    /// <summary>What the person saw and how they acted.</summary>
    public ConsentEvidence Evidence { get; init; } = ConsentEvidence.None;

    /// <summary>Groups the records of one interaction, and makes a re-sent grant harmless: it counts once. Null when unknown.</summary>
    public string? InteractionId { get; init; }

    /// <summary>ISO 3166-1 or 3166-2 code of the law that applies, such as <c>SE</c> or <c>US-CA</c>; null means the rules' own.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>The end, exclusive, of what the act permits; null means the purpose's own validity. UTC.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Conflicts that the person confirmed, such as <c>gpc</c>.</summary>
    public ImmutableArray<string> Acknowledges { get; init; } = [];

    /// <summary>
    /// The person's other identifiers when a restrictive act was made: it binds each of them for ever, also after an unmerge. Read back from the
    /// log, it holds those of them that were asked for. Empty for permissive acts.
    /// </summary>
    public ImmutableArray<Identifier> AlsoBinds { get; init; } = [];

    /// <summary>The other side of a merge or unmerge; null for other acts.</summary>
    public Identifier? Other { get; init; }

    /// <summary>The position of the record that a legal hold keeps; null for other acts.</summary>
    public long? HeldSequence { get; init; }

    /// <summary>Completed years of age when <see cref="OccurredAt"/>, the lower end of a band; null when not stated or <see cref="BornOn"/> is.</summary>
    public int? AgeYears { get; init; }

    /// <summary>The date of birth, where it must be known; null otherwise.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>The host's reference to the guardian and how they were checked; null when there is none.</summary>
    public string? GuardianReference { get; init; }

    /// <summary>When a published text comes into force; null means at once. UTC.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>To whom data was disclosed; null for other acts.</summary>
    public string? Recipient { get; init; }

    /// <summary>The taxonomy keys or fideslang categories of the data that was disclosed; empty for other acts.</summary>
    public ImmutableArray<string> DataCategories { get; init; } = [];

    /// <summary>When the act takes effect: <see cref="OccurredAt"/>, but never later than the log knew of it.</summary>
    public DateTimeOffset EffectiveAt => OccurredAt < RecordedAt ? OccurredAt : RecordedAt;

    /// <summary>Position, act, purpose and the kind of subject; nothing that leads to the person.</summary>
    public override string ToString() => $"#{Sequence} {Act} '{Purpose}' by {Subject}";
}
