namespace FirstParty.Identity;

/// <summary>Which ties are too old to hold, as of the latest instant that was logged. A function of the set of facts.</summary>
internal sealed class Expiry
{
    private readonly RuleBook? _book;
    private readonly long _asOf;

    private Expiry(RuleBook? book, DateTimeOffset? asOf) => (_book, _asOf, AsOf) = (book, asOf?.UtcTicks ?? 0, asOf);

    /// <summary>Nothing expires.</summary>
    public static Expiry None { get; } = new(null, null);

    /// <summary>The instant that ages are measured against; null when none was logged, or nothing can expire.</summary>
    public DateTimeOffset? AsOf { get; }

    public static Expiry Of(RuleBook book, DateTimeOffset? asOf) => asOf is null || !book.MayExpire ? None : new Expiry(book, asOf);

    /// <summary>The instant before which a tie to an identifier of this namespace is too old; null for never.</summary>
    public DateTimeOffset? Cutoff(NamespaceRule rule) =>
        _book is not null && rule.ExpiresAfter is { } age && age.Ticks < _asOf ? new DateTimeOffset(_asOf - age.Ticks, TimeSpan.Zero) : null;

    /// <summary>Whether what an event said of two identifiers, at a time in ticks of UTC, holds no longer.</summary>
    public bool Takes(Identifier one, Identifier other, AssertionStrength strength, long time) =>
        _book is not null && strength > AssertionStrength.Manual && (IsBefore(one, time) || IsBefore(other, time));

    private bool IsBefore(Identifier identifier, long time) => _book!.Entry(identifier).Rule.ExpiresAfter is { } age && time < _asOf - age.Ticks;
}
