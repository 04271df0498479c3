namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// Whether the sessions of a process take the facts that come for new without asking: nearly always they are, and asking is a round trip. After one that
/// was there already, as when a client repeats what it was not told of, the next sessions ask, so that being wrong stays rare. Thread-safe.
/// </summary>
internal sealed class FirstMeetings
{
    private const int AskingSessions = 128;

    private int _asking;

    /// <summary>Whether one session more may take its facts for new.</summary>
    public bool MayAssume() => Volatile.Read(ref _asking) <= 0 || Interlocked.Decrement(ref _asking) < 0;

    /// <summary>Notes that a fact was there.</summary>
    public void WasWrong() => Volatile.Write(ref _asking, AskingSessions);
}
