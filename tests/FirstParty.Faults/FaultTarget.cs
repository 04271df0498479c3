using FirstParty.Storage;

namespace FirstParty.Faults;

/// <summary>A store that faults befall, in a place of its own that outlives the processes that open it.</summary>
internal abstract class FaultTarget : IDisposable
{
    /// <summary>The kind of store and its place, as a child process is told them.</summary>
    public abstract (string Kind, string Place) Address { get; }

    public abstract FirstPartyStorage Create();

    /// <summary>What the store's own check finds; empty when it is sound.</summary>
    public abstract ValueTask<IReadOnlyList<string>> CheckAsync(FirstPartyStorage storage);

    /// <summary>A new place.</summary>
    public static FaultTarget New(string kind) => kind switch
    {
        "sqlite" => SqliteTarget.New(),
        "postgresql" => PostgreSqlTarget.New(),
        _ => throw new ArgumentException("Known stores: sqlite, postgresql.", nameof(kind)),
    };

    /// <summary>A place that another process made.</summary>
    public static FaultTarget Of(string kind, string place) => kind switch
    {
        "sqlite" => SqliteTarget.At(place),
        "postgresql" => PostgreSqlTarget.At(place),
        _ => throw new ArgumentException("Known stores: sqlite, postgresql.", nameof(kind)),
    };

    public abstract void Dispose();
}
