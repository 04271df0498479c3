using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Laws;

/// <summary>A platform over a place of its own, with facts handed in.</summary>
internal sealed class LawPlatform(StorageBackend backend, CustomerDataPlatform platform) : IAsyncDisposable
{
    public CustomerDataPlatform Platform { get; } = platform;

    public static async Task<LawPlatform> OpenAsync(
        StorageBackend backend, IEnumerable<LawFact> facts, TimeProvider? time = null, ResolutionMode mode = ResolutionMode.Inline)
    {
        var world = new LawPlatform(backend, await LawWorld.OpenAsync(backend.Create(), time, mode));
        await world.HandInAsync(facts);
        return world;
    }

    public async Task HandInAsync(IEnumerable<LawFact> facts)
    {
        foreach (var fact in facts)
        {
            await fact.HandInAsync(Platform);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        backend.Dispose();
    }
}
