namespace FirstParty.Consent;

/// <summary>One row by which a log finds a subject's records: it acted in the record, or is bound by it.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Sequence">The record's position in the log.</param>
public readonly record struct ConsentLookup(SubjectLookup Subject, long Sequence) : IComparable<ConsentLookup>
{
    /// <summary>By subject, then by sequence.</summary>
    public int CompareTo(ConsentLookup other) =>
        Subject.CompareTo(other.Subject) is var bySubject and not 0 ? bySubject : Sequence.CompareTo(other.Sequence);

    /// <summary>Orders by subject, then by sequence.</summary>
    public static bool operator <(ConsentLookup left, ConsentLookup right) => left.CompareTo(right) < 0;

    /// <summary>Orders by subject, then by sequence.</summary>
    public static bool operator >(ConsentLookup left, ConsentLookup right) => left.CompareTo(right) > 0;

    /// <summary>Orders by subject, then by sequence.</summary>
    public static bool operator <=(ConsentLookup left, ConsentLookup right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by subject, then by sequence.</summary>
    public static bool operator >=(ConsentLookup left, ConsentLookup right) => left.CompareTo(right) >= 0;
}
