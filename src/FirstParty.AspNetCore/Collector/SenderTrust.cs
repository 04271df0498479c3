namespace FirstParty.AspNetCore.Collector;

/// <summary>How far a sender may say who it speaks of, by the key it holds.</summary>
internal enum SenderTrust
{
    /// <summary>A browser with the snippet: the visitor's cookie says who it is, and nothing in the body does.</summary>
    Visitor,

    /// <summary>A browser or an app with a key that everybody can read: it names ids as claims, but never one of the server's own visitors.</summary>
    Public,

    /// <summary>The host's own servers, with a key that is kept secret.</summary>
    Host,
}
