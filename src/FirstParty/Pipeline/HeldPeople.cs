namespace FirstParty.Pipeline;

/// <summary>People whom nobody else writes until the session ends.</summary>
/// <param name="People">Those that were loaded.</param>
/// <param name="Later">Those whose histories are too long for that.</param>
internal readonly record struct HeldPeople(IReadOnlyList<LoadedPerson> People, IReadOnlyList<LongPerson> Later);
