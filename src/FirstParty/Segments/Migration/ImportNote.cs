namespace FirstParty.Segments.Migration;

/// <summary>A remark of an importer.</summary>
/// <param name="Path">Where in the imported document, as a JSON path.</param>
/// <param name="Message">What cannot be expressed, or how the imported rule differs from the original.</param>
/// <param name="IsLoss">Whether this part cannot be expressed, so that there is no rule; otherwise the rule stands and differs as the message says.</param>
public sealed record ImportNote(string Path, string Message, bool IsLoss);
