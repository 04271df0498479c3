namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// What a session could not get because another held it, so that the next one of this process asks for it at the beginning. More than is needed
/// does no harm. Thread-safe.
/// </summary>
internal sealed class WantedLocks
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private HashSet<Guid> _ids = [];

    public void Add(IEnumerable<Guid> ids)
    {
        lock (_lock)
        {
            _ids.UnionWith(ids.Take(Most - Math.Min(Most, _ids.Count)));
        }
    }

    public IReadOnlySet<Guid> Take()
    {
        lock (_lock)
        {
            return Interlocked.Exchange(ref _ids, []);
        }
    }
}
