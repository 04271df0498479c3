namespace FirstParty.Identity;

/// <summary>A person is a member of an account, because an event of theirs named it.</summary>
/// <param name="Profile">The person.</param>
/// <param name="Account">The account's identifier, normalised.</param>
public readonly record struct AccountMembership(ProfileId Profile, Identifier Account);
