using FirstParty.Identity;

namespace FirstParty.Sqlite.Tables;

/// <summary>An identifier that events are anchored to, with the newest link of its chain.</summary>
internal sealed class Anchor(long id, Identifier identifier, long head, long events)
{
    public long Id { get; } = id;

    public Identifier Identifier { get; } = identifier;

    /// <summary>The row of its newest event; 0 while it has none.</summary>
    public long Head { get; set; } = head;

    /// <summary>How many events hang in its chain.</summary>
    public long Events { get; set; } = events;

    /// <summary>Whether its row is still to be written.</summary>
    public bool IsNew { get; set; }
}
