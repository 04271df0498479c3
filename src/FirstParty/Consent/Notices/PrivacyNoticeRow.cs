using System.Collections.Immutable;

namespace FirstParty.Consent.Notices;

/// <summary>What people are told about one purpose.</summary>
/// <param name="PurposeId">The purpose's id.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Data">Which data, by name.</param>
/// <param name="From">From whom.</param>
/// <param name="Basis">On what basis in law.</param>
/// <param name="Recipients">Who receives it; empty for nobody but the controller.</param>
/// <param name="Kept">How long.</param>
/// <param name="Choice">What they can do about it.</param>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 13, 14</seealso>
public sealed record PrivacyNoticeRow(
    string PurposeId,
    string Title,
    ImmutableArray<string> Data,
    ImmutableArray<string> From,
    string Basis,
    ImmutableArray<string> Recipients,
    string Kept,
    string Choice);
