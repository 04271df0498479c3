using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty;

/// <summary>
/// The verbs of the Segment spec on behalf of one registered source. Each returns once the event is durable, or says why it was not taken.
/// Thread-safe. Calls awaited one after the other take effect in that order; a repeated messageId counts once.
/// </summary>
/// <seealso href="https://segment.com/docs/connections/spec/">Segment spec</seealso>
public sealed class SourceClient
{
    private readonly CustomerDataPlatform _platform;

    internal SourceClient(CustomerDataPlatform platform, string source) => (_platform, Source) = (platform, source);

    /// <summary>The name of the source.</summary>
    public string Source { get; }

    /// <summary>Something the person did, now.</summary>
    /// <exception cref="ArgumentException">The name is null or blank.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> TrackAsync(
        Identifier who, string name, Attributes? properties = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return IngestAsync(new TrackEvent { Name = name, Identifiers = [who], Properties = properties ?? Attributes.Empty }, cancellationToken);
    }

    /// <summary>Who the person is: traits, and further identifiers of the same person.</summary>
    /// <param name="who">The person.</param>
    /// <param name="traits">The traits by name; a null value removes one.</param>
    /// <param name="cancellationToken">Stops the wait in the queue; an event that was taken is stored all the same.</param>
    /// <exception cref="ArgumentNullException"><paramref name="traits"/> is null.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> IdentifyAsync(Identifier who, Attributes traits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traits);
        return IngestAsync(new IdentifyEvent { Identifiers = [who], Traits = traits }, cancellationToken);
    }

    /// <summary>
    /// A value that a model computed from facts. The source is the model; the value is inferred, no more direct than the least direct of the facts and no less
    /// sensitive than the most sensitive, and it keeps them, so that the person can be told what it rests on (GDPR 15(1)(h), 22).
    /// </summary>
    /// <param name="who">The person.</param>
    /// <param name="trait">The trait's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="inputs">The facts it was computed from, all of them accepted before; 1 to <see cref="FactProvenance.MaxInputs"/>.</param>
    /// <param name="confidence">How sure the model is, from 0 to 1; null when it does not say.</param>
    /// <param name="cancellationToken">Stops the wait in the queue; an event that was taken is stored all the same.</param>
    /// <exception cref="ArgumentException">There is no input, there are too many, or the confidence is not from 0 to 1.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    /// <example><code>
    /// await cdp.From("churn-model").DeriveAsync(ada, "churnRisk", 0.8m, [.. orders.Select(order => new FactInput(order.Id))], confidence: 0.9m);
    /// </code></example>
    public ValueTask<EventOutcome> DeriveAsync(
        Identifier who,
        string trait,
        AttributeValue value,
        IReadOnlyCollection<FactInput> inputs,
        decimal? confidence = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(trait);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
        {
            throw new ArgumentException("A computed value has at least one input.", nameof(inputs));
        }

        var derived = new IdentifyEvent
        {
            Identifiers = [who],
            Traits = new Attributes { [trait] = value },
            Explicitness = Taxonomies.Explicitness.Inferred,
            Context = new FactProvenance(confidence, [.. inputs]).AddTo(Attributes.Empty),
        };
        return IngestAsync(derived, cancellationToken);
    }

    /// <summary>
    /// Two identifiers of one person, seen together by this source, with the strength that the host vouches for: a login, a confirmed address. It is an
    /// event like any other, which stronger or newer ones can outrank. What somebody of the host decides by hand, against whatever events say, is
    /// <see cref="PlatformProfiles.LinkAsync"/>.
    /// </summary>
    /// <returns>
    /// Accepted where it was stored. A note says so where the two are not one person by it, and why: <see cref="EventReason.KeptApart"/>,
    /// <see cref="EventReason.NotJoined"/>, <see cref="EventReason.SameIdentifier"/>; not where resolution is in the background, which knows it only later.
    /// </returns>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> LinkAsync(
        Identifier first,
        Identifier second,
        AssertionStrength strength = AssertionStrength.Authoritative,
        CancellationToken cancellationToken = default) =>
        IngestAsync(new IdentifyEvent { Identifiers = [first, second], Strength = strength, AsksForTies = true }, cancellationToken);

    /// <summary>A page that the person viewed, now.</summary>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> PageAsync(Identifier who, Attributes? properties = null, CancellationToken cancellationToken = default) =>
        IngestAsync(new PageEvent { Identifiers = [who], Properties = properties ?? Attributes.Empty }, cancellationToken);

    /// <summary>A screen of an app that the person viewed, now.</summary>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> ScreenAsync(Identifier who, Attributes? properties = null, CancellationToken cancellationToken = default) =>
        IngestAsync(new ScreenEvent { Identifiers = [who], Properties = properties ?? Attributes.Empty }, cancellationToken);

    /// <summary>The person belongs to an account.</summary>
    /// <exception cref="ArgumentException">The account's id is null or blank.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> GroupAsync(
        Identifier who, string groupId, Attributes? traits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(groupId);
        return IngestAsync(new GroupEvent { Identifiers = [who], GroupId = groupId, Traits = traits ?? Attributes.Empty }, cancellationToken);
    }

    /// <summary>One id continues an earlier one of the same namespace: both are the same person.</summary>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> AliasAsync(Identifier previous, Identifier current, CancellationToken cancellationToken = default) =>
        IngestAsync(new AliasEvent { PreviousId = previous, Identifiers = [current] }, cancellationToken);

    /// <summary>Any event, as coming from this source.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="customerEvent"/> is null.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was stored.</exception>
    public ValueTask<EventOutcome> IngestAsync(CustomerEvent customerEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customerEvent);
        return _platform.IngestAsync(customerEvent with { Source = Source }, cancellationToken);
    }
}
