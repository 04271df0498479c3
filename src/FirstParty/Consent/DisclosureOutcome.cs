namespace FirstParty.Consent;

/// <summary>Whether data may leave, and the record that it does.</summary>
/// <param name="Decision">What was decided right before: only when it allows may anything leave.</param>
/// <param name="Record">The record of the disclosure, durable already; null when it was not allowed, and then nothing may leave.</param>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(c), 19</seealso>
public sealed record DisclosureOutcome(ConsentDecision Decision, ConsentRecord? Record)
{
    /// <summary>Whether it may leave.</summary>
    public bool Allowed => Record is not null;
}
