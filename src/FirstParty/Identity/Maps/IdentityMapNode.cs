namespace FirstParty.Identity.Maps;

/// <summary>One identifier of a map.</summary>
/// <param name="Identifier">The identifier, normalised.</param>
/// <param name="Profile">The profile it belongs to.</param>
/// <param name="FirstSeen">When an event first named it. UTC.</param>
/// <param name="IsRepresentative">Whether the profile's id is this identifier's.</param>
/// <param name="IsContested">Whether it met too many others and joins nobody.</param>
/// <param name="IsShared">Of a device: whether several people signed in on it.</param>
public sealed record IdentityMapNode(
    Identifier Identifier, ProfileId Profile, DateTimeOffset? FirstSeen, bool IsRepresentative, bool IsContested, bool IsShared);
