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

    /// <summary>Segment answers a batch of too many events with 200 and drops it; so do we, and say so.</summary>
    public static RequestRefusal TooManyItems() =>
        new(200, "tooManyItems", $"A batch holds at most {WireLimits.MaxItems} events; none of these was read.");
}
