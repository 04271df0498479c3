namespace FirstParty.Privacy;

/// <summary>What one sweep destroyed because its time was over.</summary>
/// <param name="People">How many people were looked at.</param>
/// <param name="Events">How many events lost what they said.</param>
/// <param name="Traits">How many statements of traits were destroyed.</param>
/// <param name="Forgotten">How many identifiers were forgotten altogether, because nothing but such events had named them.</param>
/// <param name="Changes">How many recorded changes of segments and traits were dropped from the outboxes.</param>
public sealed record RetentionReport(long People, long Events, long Traits, long Forgotten, long Changes)
{
    /// <summary>Nothing yet.</summary>
    public static RetentionReport Nothing { get; } = new(0, 0, 0, 0, 0);

    internal RetentionReport With(RetentionReport other) => new(
        People + other.People, Events + other.Events, Traits + other.Traits, Forgotten + other.Forgotten, Changes + other.Changes);
}
