namespace FirstParty.Storage;

/// <summary>A sequence of changes that is written with the events, and that consumers follow behind cursors of their own.</summary>
public enum ChangeStream
{
    /// <summary>Who entered and left which segment.</summary>
    Segments = 1,

    /// <summary>Which trait of whom has changed.</summary>
    Traits = 2,
}
