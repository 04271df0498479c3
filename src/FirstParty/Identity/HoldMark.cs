namespace FirstParty.Identity;

/// <summary>What tells, of a component of the graph, whether another session has held it since. Marks are compared and never interpreted.</summary>
/// <param name="Edition">Another one after a session that wrote alone, and so may have changed anybody.</param>
/// <param name="Holder">The session that held the component last.</param>
/// <param name="Changer">The session that last changed more of its people than that events of theirs were appended.</param>
public readonly record struct HoldMark(Guid Edition, Guid Holder, Guid Changer);
