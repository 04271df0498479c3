using System.Diagnostics;

namespace FirstParty.Browser.Tests;

/// <summary>Waits for what the browser sends by itself to have arrived.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Asks until the answer is yes; fails with what was awaited after three minutes.</summary>
    public static async Task TrueAsync(string awaited, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        using var rhythm = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            watch.Elapsed.ShouldBeLessThan(Patience, awaited);
            await rhythm.WaitForNextTickAsync();
        }
    }
}
