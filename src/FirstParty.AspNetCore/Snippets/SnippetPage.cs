namespace FirstParty.AspNetCore.Snippets;

/// <summary>What pages need to know of the mapped endpoints; found as metadata on one of them.</summary>
/// <param name="Prefix">The path under which everything is mapped, without a trailing slash.</param>
/// <param name="Core">The script.</param>
/// <param name="Stub">The script that is written into the page.</param>
/// <param name="Options">The baked settings.</param>
/// <param name="Cookie">The visitor's cookie.</param>
internal sealed record SnippetPage(
    string Prefix, SnippetAsset Core, SnippetAsset Stub, SnippetOptions Options, Visitors.VisitorCookie Cookie);
