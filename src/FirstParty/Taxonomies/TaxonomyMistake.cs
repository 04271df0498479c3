namespace FirstParty.Taxonomies;

/// <summary>One thing that is wrong with a taxonomy as it was configured.</summary>
/// <param name="Name">The name of the source, event or trait that it concerns.</param>
/// <param name="Message">What is wrong and how to mend it, in a sentence.</param>
public readonly record struct TaxonomyMistake(string Name, string Message)
{
    /// <summary>The name and the message.</summary>
    public override string ToString() => $"{Name}: {Message}";
}
