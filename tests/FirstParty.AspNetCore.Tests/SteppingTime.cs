namespace FirstParty.AspNetCore.Tests;

/// <summary>A clock that moves when the test says so.</summary>
internal sealed class SteppingTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
