namespace FirstParty.Storage.Conformance.Laws;

/// <summary>Two nodes on one store, and where it keeps its data.</summary>
internal sealed class NodesInTurn(StorageBackend backend, CustomerDataPlatform one, CustomerDataPlatform other) : IAsyncDisposable
{
    public CustomerDataPlatform this[int node] => node == 0 ? one : other;

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
        backend.Dispose();
    }
}
