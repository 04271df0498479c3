namespace FirstParty.Identity.Incremental;

/// <summary>What events say about one identifier.</summary>
internal sealed class NodeEvidence(ProfileId id, Identifier identifier)
{
    private const long Never = long.MinValue;

    private long _signedInAt = Never;
    private long _lastSeen = Never;
    private bool _shared;

    public ProfileId Id => id;

    public Identifier Identifier => identifier;

    /// <summary>The earliest event in ticks of UTC; the largest number when no event names it.</summary>
    public long FirstSeen { get; private set; } = long.MaxValue;

    /// <summary>Whether an event names it; else it only follows from one that is named.</summary>
    public bool IsNamed => FirstSeen != long.MaxValue;

    /// <summary>Of a device: who signed in on it last.</summary>
    public Identifier? Owner { get; private set; }

    public void Name(long time, bool asAnchor)
    {
        FirstSeen = Math.Min(FirstSeen, time);
        _lastSeen = asAnchor ? Math.Max(_lastSeen, time) : _lastSeen;
    }

    public void SignIn(long time, Identifier owner)
    {
        _shared |= Owner is { } known && known != owner;
        if (Owner is not { } last || time > _signedInAt || (time == _signedInAt && AliasClasses.Compare(owner, last) > 0))
        {
            (Owner, _signedInAt) = (owner, time);
        }
    }

    /// <summary>Whether what is stored of a device and this evidence together make it a shared one.</summary>
    public bool MakesShared(GraphNode? stored) => _shared || stored?.Shared == true
        || (stored?.Owner is { } known && Owner is { } owner && known != ProfileId.Of(owner));

    /// <summary>The node as this evidence alone has it.</summary>
    public GraphNode ApplyTo(GraphNode node) => node with
    {
        FirstSeen = IsNamed ? At(FirstSeen) : null,
        Owner = Owner is { } owner ? ProfileId.Of(owner) : null,
        Shared = _shared,
        SignedInAt = _shared ? At(_signedInAt) : null,
        LastSeen = _shared && _lastSeen != Never ? At(_lastSeen) : null,
    };

    /// <summary>The node as stored with this evidence added. A device that becomes shared by it must be made anew instead.</summary>
    /// <param name="node">The stored node.</param>
    /// <param name="lastOwner">The identifier of the stored <see cref="GraphNode.Owner"/>, where the device is shared.</param>
    public GraphNode AddTo(GraphNode node, Identifier? lastOwner)
    {
        var first = node.FirstSeen is { } seen && seen.UtcTicks < FirstSeen ? seen : IsNamed ? At(FirstSeen) : (DateTimeOffset?)null;
        if (!node.Shared)
        {
            return node with { FirstSeen = first, Owner = node.Owner ?? (Owner is { } only ? ProfileId.Of(only) : null) };
        }

        var stored = node.SignedInAt!.Value.UtcTicks;
        var isLater = Owner is { } owner
            && (_signedInAt > stored || (_signedInAt == stored && lastOwner is { } last && AliasClasses.Compare(owner, last) > 0));
        return node with
        {
            FirstSeen = first,
            Owner = isLater ? ProfileId.Of(Owner!.Value) : node.Owner,
            SignedInAt = isLater ? At(_signedInAt) : node.SignedInAt,
            LastSeen = _lastSeen > (node.LastSeen?.UtcTicks ?? Never) ? At(_lastSeen) : node.LastSeen,
        };
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
