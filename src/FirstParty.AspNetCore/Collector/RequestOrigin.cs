using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Collector;

/// <summary>From where a browser says that a request comes.</summary>
internal enum RequestOrigin
{
    /// <summary>Not from a browser, or from one that says nothing.</summary>
    Unknown,

    /// <summary>From a page of this very origin, or typed by the person.</summary>
    Same,

    /// <summary>From a page of an origin that the host allows.</summary>
    Allowed,

    /// <summary>From another origin of the same site.</summary>
    SameSite,

    /// <summary>From somebody else's page.</summary>
    Cross,
}
