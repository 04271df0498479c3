using FirstParty;
using FirstParty.Segments;

namespace QuickStart;

/// <summary>The README's loop: who enters a segment is written to, at the address that the purpose may see.</summary>
internal static class Mailer
{
    public static async Task RunAsync(CustomerDataPlatform cdp, Func<string, string, Task> sendAsync, CancellationToken stopping)
    {
        // <readme>
        try
        {
            await foreach (var change in cdp.Segments.ChangesAsync("mailer", stopping))
            {
                var profile = await cdp.Profiles.FindAsync(change.Profile, "personalisation", stopping);
                if (change.Transition == SegmentTransition.Entered && profile?["email"]?.AsString() is { } address)
                {
                    await sendAsync(address, change.Segment);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops. The next loop of this name goes on with what this one had not dealt with.
        }

        // </readme>
    }
}
