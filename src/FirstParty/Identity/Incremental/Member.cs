namespace FirstParty.Identity.Incremental;

/// <summary>One of the members of a component, and the next one: most components have two or three.</summary>
internal sealed record Member(ProfileId Id, Member? Next);
