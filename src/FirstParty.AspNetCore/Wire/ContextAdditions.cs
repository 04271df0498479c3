namespace FirstParty.AspNetCore.Wire;

/// <summary>Members that the server adds to the context of each event of a request.</summary>
/// <param name="Observed">Members that count whatever the client wrote: what the server saw itself.</param>
/// <param name="Defaults">Members that count only where the client wrote none of that name.</param>
internal sealed record ContextAdditions(
    IReadOnlyList<ContextMember> Observed,
    IReadOnlyList<ContextMember> Defaults)
{
    public static ContextAdditions None { get; } = new([], []);

    public bool IsEmpty => Observed.Count == 0 && Defaults.Count == 0;
}
