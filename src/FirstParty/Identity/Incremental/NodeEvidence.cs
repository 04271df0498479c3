namespace FirstParty.Identity.Incremental;

/// <summary>What events say about one identifier.</summary>
internal sealed class NodeEvidence(ProfileId id, Identifier identifier)
{
    public ProfileId Id => id;

    public Identifier Identifier => identifier;

    /// <summary>The earliest event in ticks of UTC; the largest number when no event names it.</summary>
    public long FirstSeen { get; set; } = long.MaxValue;

    public ProfileId? Owner { get; private set; }

    public bool Shared { get; private set; }

    public DateTimeOffset? FirstSeenAt => FirstSeen == long.MaxValue ? null : new DateTimeOffset(FirstSeen, TimeSpan.Zero);

    public void Own(ProfileId? owner, bool shared)
    {
        Shared |= shared || (Owner is { } known && owner is { } other && known != other);
        Owner = Owner is { } first && (owner is null || first <= owner) ? first : owner;
    }
}
