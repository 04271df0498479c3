using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class FlipWheelTests
{
    private static readonly DateTimeOffset Now = Person.Now;

    // Against a plain list: whatever is set, moved, removed and waited for, the same are due, exactly when they are.
    [Law(MaxTest = 200)]
    public void Advance_FindsWhomAPlainListFinds(int seed)
    {
        var random = new Random(seed);
        var (wheel, plain, now) = (new FlipWheel(Now), new Dictionary<ProfileId, DateTimeOffset>(), Now);
        for (var step = 0; step < 300; step++)
        {
            var profile = new ProfileId(new Guid(random.Next(20), 0, 0, new byte[8]));
            switch (random.Next(4))
            {
                case 0:
                    wheel.Schedule(new ProfileFlip(profile, null));
                    plain.Remove(profile);
                    break;
                case 1:
                    now += Span(random);
                    wheel.Advance(now).Select(due => (due.Profile.Value, due.At!.Value)).Order().ShouldBe(
                        plain.Where(waiting => waiting.Value <= now).Select(waiting => (waiting.Key.Value, waiting.Value)).Order());
                    plain = plain.Where(waiting => waiting.Value > now).ToDictionary();
                    break;
                default:
                    plain[profile] = now + Span(random) - TimeSpan.FromTicks(random.Next(3));
                    wheel.Schedule(new ProfileFlip(profile, plain[profile]));
                    break;
            }

            wheel.Count.ShouldBe(plain.Count);
            (wheel.NextWake is null).ShouldBe(plain.Count == 0);
            (wheel.NextWake <= plain.Values.DefaultIfEmpty(DateTimeOffset.MaxValue).Min()).ShouldBe(plain.Count > 0);
        }
    }

    // Waking when it says so gets to every instant in a few steps, and never past it.
    [TestCase(1)]
    [TestCase(10_000_000)]
    [TestCase(864_000_000_000)]
    [TestCase(315_360_000_000_000)]
    public void NextWake_ClosesIn(long ticks)
    {
        var wheel = new FlipWheel(Now);
        wheel.Schedule(new ProfileFlip(default, Now.AddTicks(ticks)));
        var steps = 0;
        IReadOnlyList<ProfileFlip> due = [];
        for (; due.Count == 0; steps++)
        {
            due = wheel.Advance(wheel.NextWake!.Value);
        }

        due.Single().At.ShouldBe(Now.AddTicks(ticks));
        steps.ShouldBeLessThan(9);
    }

    private static TimeSpan Span(Random random) => TimeSpan.FromTicks((long)Math.Pow(10, random.NextDouble() * 16));
}
