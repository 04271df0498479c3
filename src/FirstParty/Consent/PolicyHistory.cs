namespace FirstParty.Consent;

/// <summary>
/// Which policy texts were in force when, as published in the log. A text published for a purpose concerns that purpose, one published
/// without concerns all. Translations share a version. Immutable.
/// </summary>
public sealed class PolicyHistory
{
    private readonly ConsentRecord[] _published;

    private PolicyHistory(ConsentRecord[] published) => _published = published;

    /// <summary>Nothing was ever published.</summary>
    public static PolicyHistory Empty { get; } = new([]);

    /// <summary>The history that the <see cref="ConsentAct.PolicyPublished"/> records among these make; the others are passed over.</summary>
    public static PolicyHistory From(IEnumerable<ConsentRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var published = records.Where(record => record.Act == ConsentAct.PolicyPublished).OrderBy(ForceAt).ThenBy(r => r.Sequence).ToArray();
        return published.Length == 0 ? Empty : new PolicyHistory(published);
    }

    /// <summary>The publications in the order in which they come into force.</summary>
    public IReadOnlyList<ConsentRecord> Publications => _published;

    /// <summary>
    /// The publication of a text: of that version, or without one of the version in force at an instant; in that language, or without one in any. Null when
    /// nothing of that kind was published, or the language leaves a choice.
    /// </summary>
    public ConsentRecord? Find(string textId, PolicyVersion? version, string? locale, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(textId);
        var versions = _published.Where(record => record.Evidence.PolicyTextId == textId && (version is null || record.Evidence.PolicyVersion == version)).ToList();
        var newest = version ?? versions.LastOrDefault(record => ForceAt(record) <= at)?.Evidence.PolicyVersion;
        var texts = versions.Where(record => record.Evidence.PolicyVersion == newest && (locale is null || record.Evidence.Locale == locale)).ToList();
        return texts.DistinctBy(record => record.Evidence.TextHash).Count() == 1 ? texts[0] : null;
    }

    /// <summary>The words of a published text by their fingerprint; null when they were not published here, or not kept.</summary>
    public string? TextOf(Proofs.Hash256 hash) =>
        Array.Find(_published, record => !hash.IsZero && record.Evidence.TextHash == hash)?.Evidence.Text;

    internal PolicyHistory KnownAt(DateTimeOffset knownAt) =>
        Array.TrueForAll(_published, record => record.RecordedAt <= knownAt) ? this : From(_published.Where(r => r.RecordedAt <= knownAt));

    /// <summary>The highest major version in force, or -1; <paramref name="textId"/> null means of any text.</summary>
    internal int MajorAt(string purpose, string? textId, DateTimeOffset at)
    {
        var major = -1;
        foreach (var record in _published)
        {
            if (ForceAt(record) > at)
            {
                break;
            }

            if (Concerns(record, purpose) && (textId is null || record.Evidence.PolicyTextId is not { } id || id == textId))
            {
                major = Math.Max(major, record.Evidence.PolicyVersion?.Major ?? 0);
            }
        }

        return major;
    }

    internal bool AnyAt(string purpose, DateTimeOffset at) =>
        Array.Exists(_published, record => Concerns(record, purpose) && ForceAt(record) <= at);

    internal IEnumerable<DateTimeOffset> ChangesOf(string purpose) =>
        _published.Where(record => Concerns(record, purpose)).Select(ForceAt);

    private static bool Concerns(ConsentRecord record, string purpose) => record.Purpose.Length == 0 || record.Purpose == purpose;

    // A text cannot bind anybody before the log knew of it, whatever it claims.
    private static DateTimeOffset ForceAt(ConsentRecord record) =>
        record.EffectiveFrom is { } from && from > record.EffectiveAt ? from : record.EffectiveAt;
}
