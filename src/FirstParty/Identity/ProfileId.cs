namespace FirstParty.Identity;

/// <summary>
/// The id of a profile: the UUIDv5 of its representative identifier. Every id ever handed out keeps resolving, after merges and
/// unmerges alike, because it names an identifier and not a row.
/// </summary>
/// <remarks>
/// A pseudonym and not a secret: whoever holds an id can test a guess of the identifier behind it, as with any name-based UUID. It is a personal datum like
/// the identifier, and is to leave the house only where that may. It has no key on purpose: stores that hold the same facts hand out the same ids, whichever
/// node, back end or rebuild made them, and an id needs no store to be found again. Where ids could outlive their person the library keys them: the marks
/// of erased facts are HMACs under a key of the store, and a proof of consent names nobody once its key is destroyed. What an erasure itself keeps, so that
/// what comes late stays refused, are these ids of the erased identifiers, and they are handed out to nobody.
/// </remarks>
/// <param name="Value">The UUID.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9562#section-5.5">RFC 9562, UUIDv5</seealso>
public readonly record struct ProfileId(Guid Value) : IComparable<ProfileId>
{
    /// <summary>
    /// The natural id of an identifier: the id of the profile that it represents, or would if it stood alone. The identifier must be
    /// normalised by the rules, or the id is another one.
    /// </summary>
    public static ProfileId Of(Identifier identifier) => NaturalIds.Of(identifier);

    /// <inheritdoc />
    public int CompareTo(ProfileId other) => Value.CompareTo(other.Value);

    /// <summary>Orders by the UUID's bytes.</summary>
    public static bool operator <(ProfileId left, ProfileId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by the UUID's bytes.</summary>
    public static bool operator >(ProfileId left, ProfileId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by the UUID's bytes.</summary>
    public static bool operator <=(ProfileId left, ProfileId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by the UUID's bytes.</summary>
    public static bool operator >=(ProfileId left, ProfileId right) => left.CompareTo(right) >= 0;

    /// <summary>The UUID in lower case with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
