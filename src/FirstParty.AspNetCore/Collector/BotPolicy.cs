namespace FirstParty.AspNetCore.Collector;

/// <summary>What happens to events of programs that call themselves bots, by their user agent. Counted in every case.</summary>
public enum BotPolicy
{
    /// <summary>They are taken in, with <c>context.bot</c> set to true, so that rules can leave them out. The default.</summary>
    Flag,

    /// <summary>They are answered with 200 and not taken in.</summary>
    Drop,

    /// <summary>They are taken in like any other.</summary>
    Ignore,
}
