namespace FirstParty.Events;

/// <summary>The six kinds of call of the Segment spec.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/">Segment spec</seealso>
public enum EventKind : byte
{
    /// <summary>Something happened: <c>Order Completed</c>.</summary>
    Track,

    /// <summary>Who somebody is: traits of a person.</summary>
    Identify,

    /// <summary>A page was viewed.</summary>
    Page,

    /// <summary>A screen of an app was viewed.</summary>
    Screen,

    /// <summary>The person belongs to an account.</summary>
    Group,

    /// <summary>One id of a namespace continues another.</summary>
    Alias,
}
