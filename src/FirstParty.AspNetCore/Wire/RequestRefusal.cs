using FirstParty.Events;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Why a whole request was refused. Sending it again unchanged never helps, unless the status says so.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">The stable name of the reason, in camelCase.</param>
/// <param name="Detail">A sentence in English that names the mend. Never holds a value.</param>
internal sealed record RequestRefusal(int Status, string Reason, string Detail)
{
    public static RequestRefusal Malformed(string detail) => new(400, ReasonNames.Of(EventReason.MalformedJson), detail);

    public static RequestRefusal WrongType(string detail) => new(400, ReasonNames.Of(EventReason.WrongType), detail);

    public static RequestRefusal TooLarge(string detail) => new(400, ReasonNames.Of(EventReason.TooLarge), detail);

    /// <summary>So much is in memory already that this has to come again.</summary>
    public static RequestRefusal Saturated() => new(429, "saturated", "Nothing of this was taken; send it again later.");

    /// <summary>A key was sent, and nobody holds it.</summary>
    public static RequestRefusal UnknownKey(int status = 401) => new(
        status,
        "unknownWriteKey",
        "The write key that was sent is not registered. Register it in MapFirstParty with WriteKey, ServerKey or SnippetKey, or send one that is.");

    /// <summary>No key was sent, and not from a page that needs none.</summary>
    public static RequestRefusal NoKey() => new(
        401,
        "missingWriteKey",
        "No write key was sent, which only a page of this site may leave out. Send one as the user name of HTTP Basic, or as writeKey in the body; "
        + "register it in MapFirstParty with WriteKey, or with ServerKey for a server.");

    /// <summary>Not from a page of the host, whose own visitor it is about.</summary>
    public static RequestRefusal ForeignOrigin() => new(
        403,
        "foreignOrigin",
        "Only a page of this site may read or change what belongs to its visitor, and by its headers Origin and Sec-Fetch-Site this request comes from none. "
        + "Pages of another origin are let in with AllowOrigin in MapFirstParty; code on the server calls cdp.Consent and cdp.Profiles.");

    /// <summary>None of the batch is read, so that the status says it too, to clients that look at nothing else.</summary>
    public static RequestRefusal TooManyItems() =>
        new(400, "tooManyItems", $"A batch holds at most {WireLimits.MaxItems} events, and none of these was read. Send them in several.");
}
