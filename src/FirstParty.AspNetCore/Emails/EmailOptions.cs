namespace FirstParty.AspNetCore.Emails;

/// <summary>The signed links in e-mails: opens, clicks and unsubscribing. Off until there is a secret.</summary>
public sealed class EmailOptions
{
    /// <summary>
    /// The secret that seals the links, 32 bytes or more, the same on every node and for as long as sent e-mails shall work. Null, the default,
    /// maps none of the e-mail endpoints. Given also to the <see cref="EmailLinks"/> that writes the links.
    /// </summary>
    public byte[]? Secret { get; set; }

    /// <summary>The registered source of opens and clicks. Default <c>email</c>.</summary>
    public string Source { get; set; } = "email";
}
