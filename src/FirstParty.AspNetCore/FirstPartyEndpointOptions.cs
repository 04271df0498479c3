using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Emails;
using FirstParty.AspNetCore.Snippets;
using FirstParty.AspNetCore.Visitors;
using FirstParty.Identity;

namespace FirstParty.AspNetCore;

/// <summary>
/// How the endpoints behave: who may send, from which pages, and what each concept's own options say. Used while mapping, by one thread;
/// changes made later have no effect.
/// </summary>
/// <example><code>
/// app.MapFirstParty("/fp", options => options
///     .WriteKey("mobile-app", source: "app")
///     .ServerKey(configuration["SegmentKey"]!, source: "backend")
///     .AllowOrigin("https://www.shop.example"));
/// </code></example>
public sealed class FirstPartyEndpointOptions
{
    private readonly List<string> _mistakes = [];

    /// <summary>What is taken in, and how it is treated.</summary>
    public CollectorOptions Collector { get; } = new();

    /// <summary>How browsers are recognised.</summary>
    public VisitorOptions Visitors { get; } = new();

    /// <summary>What is baked into the snippet.</summary>
    public SnippetOptions Snippet { get; } = new();

    /// <summary>The links in e-mails.</summary>
    public EmailOptions Email { get; } = new();

    internal Dictionary<string, Sender> Senders { get; } = new(StringComparer.Ordinal);

    internal HashSet<string> Origins { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>
    /// A key for Segment's clients in browsers and apps, where anybody can read it. Its holder names ids as claims; it can neither be one of the
    /// server's own visitors nor declare two users to be one. Its holder is told what is wrong with an event itself, and nothing that depends on what is
    /// stored: whatever a person permits, refused or had erased, the answers are the same, and the events say "accepted".
    /// </summary>
    /// <param name="key">The write key.</param>
    /// <param name="source">The registered source that its events come from.</param>
    /// <exception cref="ArgumentException">Either argument is null or blank.</exception>
    public FirstPartyEndpointOptions WriteKey(string key, string source) => Add(key, new Sender(Named(source), SenderTrust.Public));

    /// <summary>
    /// A key for the host's own servers, kept secret: its holder is believed in full, aliases included, and told in full what became of each event.
    /// </summary>
    /// <param name="key">The write key.</param>
    /// <param name="source">The registered source that its events come from.</param>
    /// <param name="strength">How strongly the ids of one event are tied together. Default: seen together, checked by nobody.</param>
    /// <exception cref="ArgumentException">A text is null or blank.</exception>
    public FirstPartyEndpointOptions ServerKey(string key, string source, AssertionStrength strength = AssertionStrength.Observed) =>
        Add(key, new Sender(Named(source), SenderTrust.Host, strength));

    /// <summary>
    /// A further key for the snippet, for pages that are another source. The visitor's cookie says who it is, never the page. Answered as
    /// <see cref="WriteKey"/> is.
    /// </summary>
    /// <param name="key">What stands in the tag's <c>data-key</c>.</param>
    /// <param name="source">The registered source that its events come from.</param>
    /// <exception cref="ArgumentException">Either argument is null or blank.</exception>
    public FirstPartyEndpointOptions SnippetKey(string key, string source) => Add(key, new Sender(Named(source), SenderTrust.Visitor));

    /// <summary>
    /// Another origin of the host, such as <c>https://www.shop.example</c>: the snippet on its pages may send its cookie, read its answers, and
    /// change consent. Without any, keyed calls are taken from every origin but without cookies, and consent only from the same origin.
    /// </summary>
    /// <exception cref="ArgumentException">The origin is not scheme, host and optional port.</exception>
    public FirstPartyEndpointOptions AllowOrigin(string origin)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(origin);
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin.TrimEnd('/'))
        {
            throw new ArgumentException("An origin is a scheme, a host and an optional port, such as https://www.shop.example.", nameof(origin));
        }

        Origins.Add(origin.TrimEnd('/'));
        return this;
    }

    private static string Named(string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        return source;
    }

    private FirstPartyEndpointOptions Add(string key, Sender sender)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            throw new ArgumentException("A key is empty. Give one, such as a long random text from the configuration, or leave the call out.", nameof(key));
        }

        if (Senders.TryGetValue(key, out var other) && other != sender)
        {
            _mistakes.Add($"One write key is given twice, for the sources '{other.Source}' and '{sender.Source}'.");
        }

        Senders[key] = sender;
        return this;
    }
}
