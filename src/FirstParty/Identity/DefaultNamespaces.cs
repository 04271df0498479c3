using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>The namespaces of <see cref="IdentityRules.Default"/>.</summary>
internal static class DefaultNamespaces
{
    public static ImmutableArray<NamespaceRule> All { get; } =
    [
        new()
        {
            Namespace = IdentifierNamespace.UserId, Priority = 1, Unique = true, Class = IdentifierClass.Person, Blocked = BlockedValues.Placeholders,
        },
        new()
        {
            Namespace = IdentifierNamespace.Email, Priority = 3, MaxFanOut = 5,
            Normaliser = IdentifierNormaliser.Email, Blocked = BlockedValues.Emails,
        },
        new()
        {
            Namespace = IdentifierNamespace.Phone, Priority = 4, MaxFanOut = 5,
            Normaliser = IdentifierNormaliser.Phone, Blocked = BlockedValues.Phones,
        },
        new()
        {
            Namespace = IdentifierNamespace.LoyaltyId, Priority = 5, Class = IdentifierClass.Person, MaxFanOut = 5, Blocked = BlockedValues.Placeholders,
        },
        new()
        {
            Namespace = IdentifierNamespace.AdvertisingId, Priority = 8, Class = IdentifierClass.Device, MaxFanOut = 5,
            Normaliser = IdentifierNormaliser.Guid, Blocked = BlockedValues.Placeholders,
        },
        new()
        {
            Namespace = IdentifierNamespace.AnonymousId, Priority = 9, Class = IdentifierClass.Device, MaxFanOut = 10, Blocked = BlockedValues.Placeholders,
        },
        new()
        {
            Namespace = IdentifierNamespace.GroupId, Priority = 20, Class = IdentifierClass.Person,
            Entity = IdentifierEntity.Account, Blocked = BlockedValues.Placeholders,
        },
    ];
}
