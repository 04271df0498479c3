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
}
