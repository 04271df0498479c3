using FirstParty.Storage;

namespace FirstParty.Storage.Conformance;

/// <summary>
/// The one thing a back end's tests must bring: where a test keeps its data, and how a storage over it is made. A new instance is a new, empty
/// place; disposing it removes the place.
/// </summary>
public abstract class StorageBackend : IDisposable
{
    /// <summary>A storage over this place, not yet open. The second one sees what the first left behind, unless it is memory.</summary>
    public abstract FirstPartyStorage Create();

    /// <summary>The files in which the law of erasure looks for what was erased; empty when the back end has none that a test can read.</summary>
    public virtual IReadOnlyList<string> Files => [];

    /// <summary>
    /// Every value of every table, in which the law of erasure looks as well, as its bytes (text in UTF-8), with the table's name; empty when files tell all.
    /// </summary>
    public virtual IEnumerable<(string Table, ReadOnlyMemory<byte> Value)> ReadTables() => [];

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
