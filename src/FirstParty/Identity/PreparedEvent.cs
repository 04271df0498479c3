namespace FirstParty.Identity;

/// <summary>An event as resolution sees it: normalised, erased and ordered.</summary>
internal sealed record PreparedEvent
{
    public required FactId Id { get; init; }

    public required long Time { get; init; }

    public required AssertionStrength Strength { get; init; }

    /// <summary>The identifiers of people, strongest first; the first is the anchor.</summary>
    public required Identifier[] People { get; init; }

    /// <summary>The identifier it is anchored to, or null when it is nobody's.</summary>
    public Identifier? Anchor => Ambiguous || People.Length == 0 ? null : People[0];

    public required Identifier[] Accounts { get; init; }

    /// <summary>Whether it names two values of a unique namespace: then it links nobody and says nothing about anybody.</summary>
    public required bool Ambiguous { get; init; }

    /// <summary>Whether what it says of its anchor still stands.</summary>
    public required bool KeepsClaims { get; init; }

    /// <summary>The strongest unique identifier: who was signed in, or null.</summary>
    public Identifier? SignedIn(RuleBook book)
    {
        foreach (var identifier in People)
        {
            if (book.Entry(identifier).Rule.Unique)
            {
                return identifier;
            }
        }

        return null;
    }
}
