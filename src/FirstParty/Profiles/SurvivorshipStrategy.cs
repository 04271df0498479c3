namespace FirstParty.Profiles;

/// <summary>How one value survives of many claims. Each is a function of the set of claims, so merging is union and unmerging is difference.</summary>
public enum SurvivorshipStrategy : byte
{
    /// <summary>Fresh before stale, then the more direct party, the more explicit, the better source, the newer. The default.</summary>
    MostTrusted,

    /// <summary>The newest, then the more direct party.</summary>
    MostRecent,

    /// <summary>The best source of the rule's list, then the newest.</summary>
    SourcePriority,

    /// <summary>The oldest: the first claim holds.</summary>
    First,

    /// <summary>The value that most facts claim, then the one claimed last.</summary>
    MostFrequent,

    /// <summary>The smallest number.</summary>
    Min,

    /// <summary>The largest number.</summary>
    Max,

    /// <summary>The sum of the numbers, each fact counted once.</summary>
    Sum,

    /// <summary>All distinct values as a list, in the order of their canonical JSON.</summary>
    Union,

    /// <summary>The latest word of each identifier, then denied before granted before anything else.</summary>
    MostRestrictive,
}
