namespace FirstParty.Identity;

/// <summary>The names of the built-in namespaces.</summary>
public static class IdentifierNamespace
{
    /// <summary>The host's own customer id; the one unique person namespace by default.</summary>
    public const string UserId = "userId";

    /// <summary>A browser's or device's pseudonymous id.</summary>
    public const string AnonymousId = "anonymousId";

    /// <summary>An e-mail address.</summary>
    public const string Email = "email";

    /// <summary>A telephone number.</summary>
    public const string Phone = "phone";

    /// <summary>A loyalty card's or club's number.</summary>
    public const string LoyaltyId = "loyaltyId";

    /// <summary>A mobile platform's advertising id.</summary>
    public const string AdvertisingId = "advertisingId";

    /// <summary>An account that people are members of: Segment's <c>groupId</c>.</summary>
    public const string GroupId = "groupId";
}
