using FirstParty.Events;

namespace FirstParty.Benchmarks;

/// <summary>Who the events are about that a node on PostgreSQL is measured with.</summary>
internal abstract class PostgreSqlLoad
{
    /// <summary>What it is, in a few words.</summary>
    public abstract string Name { get; }

    /// <summary>Whether every turn begins with empty tables.</summary>
    public abstract bool IsFresh { get; }

    /// <summary>The tables of which a raw insert writes what the line wrote.</summary>
    public abstract IReadOnlyList<string> Tables { get; }

    public abstract void Define(FirstPartyBuilder setup);

    /// <summary>Makes known whoever the measured events take for granted.</summary>
    public abstract Task SeedAsync(IReadOnlyList<CustomerDataPlatform> nodes);

    /// <summary>Whether the people of a batch are others than those of the next three, so that four nodes can share people out among themselves.</summary>
    public abstract bool MayKeep { get; }

    /// <summary>A batch; the same people for the same number, and other events each time.</summary>
    public abstract CustomerEvent[] Batch(int number, int size);
}
