using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Segments;

namespace FirstParty.Tests.Pipeline;

[TestFixture]
public sealed class ForgottenChangesTests
{
    [Test]
    public async Task Changes_TellAConsumerWhatItHasMissed_AndLetItBeginAnew()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseInMemory().Segment("buyers", Rule.Count("Order Completed").AtLeast(1)));
        foreach (var who in new[] { "ada", "bob", "eve", "kim" })
        {
            await cdp.TrackAsync(Identifier.UserId(who), "Order Completed");
        }

        var all = await cdp.Segments.ChangesAsync();
        await cdp.Segments.AcknowledgeAsync("mailer", all[0].Sequence);
        await cdp.Segments.AcknowledgeAsync("ads", all[2].Sequence);
        await cdp.SubmitAsync(
            new CursorWork((session, token) => session.Segments.ApplyAsync(new SegmentUpdate { ForgottenThrough = all[2].Sequence }, token)), default);

        var missed = await Should.ThrowAsync<SegmentChangesForgottenException>(async () => await NextAsync(cdp, "mailer"));
        (missed.After, missed.Through).ShouldBe((all[0].Sequence, all[2].Sequence));
        (await NextAsync(cdp, "ads")).ShouldBe(all[3].Change, "it had dealt with all that was deleted");
        (await NextAsync(cdp, "newcomer")).ShouldBe(all[3].Change, "it begins with the oldest that is kept");
        await cdp.Segments.AcknowledgeAsync("mailer", missed.Through);
        (await NextAsync(cdp, "mailer")).ShouldBe(all[3].Change);
    }

    private static async Task<SegmentChange> NextAsync(CustomerDataPlatform cdp, string cursor)
    {
        await foreach (var change in cdp.Segments.ChangesAsync(cursor))
        {
            return change;
        }

        throw new InvalidOperationException("The changes ended.");
    }
}
