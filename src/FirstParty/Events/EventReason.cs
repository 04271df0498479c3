namespace FirstParty.Events;

/// <summary>Why an event, or a part of it, was not simply accepted. The names are stable; the wire carries them in camelCase.</summary>
public enum EventReason : byte
{
    /// <summary>No reason: it was accepted.</summary>
    None,

    /// <summary>The person does not permit the purpose.</summary>
    PurposeNotPermitted,

    /// <summary>The same messageId was used before for something else; the first one stands.</summary>
    MessageIdReused,

    /// <summary>There is no identifier at all: neither userId nor anonymousId nor any other.</summary>
    MissingIdentifier,

    /// <summary>Every identifier is blocked, malformed or too long, so the event would belong to nobody.</summary>
    NoUsableIdentifier,

    /// <summary>It carries two values of a unique namespace: it would be about two people.</summary>
    ConflictingIdentifiers,

    /// <summary>It carries more identifiers than one event may.</summary>
    TooManyIdentifiers,

    /// <summary>The messageId is longer than 100 characters.</summary>
    InvalidMessageId,

    /// <summary>No source of that name is registered.</summary>
    UnknownSource,

    /// <summary>The taxonomy does not know the event, and the setting is to reject it.</summary>
    UnknownEvent,

    /// <summary>The taxonomy does not know the trait, and the setting is to reject it.</summary>
    UnknownTrait,

    /// <summary>The taxonomy does not know the key; it was set aside.</summary>
    Quarantined,

    /// <summary>It was accepted without being known to the taxonomy, as the setting says.</summary>
    Unclassified,

    /// <summary>It does not fit the definition's schema.</summary>
    SchemaViolation,

    /// <summary>The name is missing, blank or longer than 200 characters.</summary>
    InvalidName,

    /// <summary>The JSON is malformed.</summary>
    MalformedJson,

    /// <summary>A field has the wrong type.</summary>
    WrongType,

    /// <summary>The kind of call is not one of the six.</summary>
    UnknownKind,

    /// <summary>It is larger than 32 KB.</summary>
    TooLarge,

    /// <summary>It is nested deeper than 64.</summary>
    TooDeep,

    /// <summary>Text holds NUL or a lone surrogate.</summary>
    InvalidText,

    /// <summary>A number is beyond ±7.9e28.</summary>
    NumberOutOfRange,

    /// <summary>The timestamp cannot be read, or lies before the year 1980.</summary>
    InvalidTimestamp,

    /// <summary>The person was erased, and the event is older than the erasure.</summary>
    Erased,

    /// <summary>The value needs a justification that the definition does not give: a national identification number (GDPR 87).</summary>
    JustificationMissing,

    /// <summary>The taxonomy does not know it, and no more can be set aside: see <see cref="QuarantineLimit"/>.</summary>
    QuarantineFull,

    /// <summary>It says that it was computed from a fact that is not there, so that nobody can say what it reveals.</summary>
    UnknownInput,

    /// <summary>The id is a browser's claim that nobody vouches for; the event counts for the browser's own visitor alone.</summary>
    UnverifiedIdentifier,

    /// <summary>Both identifiers of a link are the same one as the rules write it, so that there was nothing to join.</summary>
    SameIdentifier,

    /// <summary>The identifier was not joined to the others: somebody separated them.</summary>
    KeptApart,

    /// <summary>The identifier was not joined to the others: stronger or newer ties came first, or it met too many others.</summary>
    NotJoined,
}
