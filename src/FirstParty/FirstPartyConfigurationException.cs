using System.Collections.Immutable;

namespace FirstParty;

/// <summary>The configuration has mistakes: all of them, each with its mend, so that one start finds them all.</summary>
public sealed class FirstPartyConfigurationException : Exception
{
    /// <summary>An exception that lists every mistake.</summary>
    public FirstPartyConfigurationException(IEnumerable<string> mistakes)
        : this([.. mistakes])
    {
    }

    private FirstPartyConfigurationException(ImmutableArray<string> mistakes)
        : base($"FirstParty cannot start; {mistakes.Length} to mend:{string.Concat(mistakes.Select(mistake => $"{Environment.NewLine}- {mistake}"))}") =>
        Mistakes = mistakes;

    /// <summary>The mistakes, one sentence each.</summary>
    public ImmutableArray<string> Mistakes { get; }
}
