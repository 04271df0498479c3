namespace FirstParty.Taxonomies;

/// <summary>How processed a datum is.</summary>
public enum DataForm : byte
{
    /// <summary>Stored as it was received.</summary>
    Raw,

    /// <summary>Available for a decision within the session.</summary>
    RealTime,

    /// <summary>The output of a calculation.</summary>
    Derived,
}
