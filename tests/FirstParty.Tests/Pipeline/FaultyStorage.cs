using FirstParty.Storage;
using FirstParty.Storage.Conformance.Passing;

namespace FirstParty.Tests.Pipeline;

/// <summary>A memory that does what it is told to around its commits.</summary>
internal sealed class FaultyStorage() : PassingStorage(new InMemoryStorage())
{
    /// <summary>What happens instead of a commit that is given to it.</summary>
    public Func<Func<ValueTask>, ValueTask> Committing { get; set; } = commit => commit();

    protected override StorageSession OfWriter(StorageSession session) => new Session(session, this);

    private sealed class Session(StorageSession inner, FaultyStorage storage) : PassingSession(inner)
    {
        public override ValueTask CommitAsync(CancellationToken cancellationToken) => storage.Committing(() => base.CommitAsync(cancellationToken));
    }
}
