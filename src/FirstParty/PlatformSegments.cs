using System.Runtime.CompilerServices;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage;

namespace FirstParty;

/// <summary>Who is in which segment, since when, and who came and went. Thread-safe.</summary>
public sealed class PlatformSegments
{
    private const int Page = 500;

    private readonly CustomerDataPlatform _platform;
    private readonly ConsumerBook _consumers;

    internal PlatformSegments(CustomerDataPlatform platform) => (_platform, _consumers) = (platform, new ConsumerBook(platform, ChangeStream.Segments));

    /// <summary>The definitions, each after those it refers to.</summary>
    public IReadOnlyList<SegmentDefinition> Definitions => _platform.Parts.Segments.Definitions;

    /// <summary>How many people are in a segment now.</summary>
    /// <exception cref="KeyNotFoundException">There is no such segment.</exception>
    public async ValueTask<long> CountAsync(string segment, CancellationToken cancellationToken = default)
    {
        Check(segment);
        await _platform.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return (await session.Segments.CountMembersAsync([segment], cancellationToken).ConfigureAwait(false))[segment];
        }
    }

    /// <summary>The people in a segment now, in the order of their profile ids.</summary>
    /// <exception cref="KeyNotFoundException">There is no such segment.</exception>
    public async IAsyncEnumerable<SegmentMembership> MembersAsync(
        string segment, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Check(segment);
        await _platform.RefreshAsync(cancellationToken).ConfigureAwait(false);
        ProfileId? after = null;
        IReadOnlyList<SegmentMembership> page;
        do
        {
            var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                page = await session.Segments.ReadMembersAsync(segment, after, Page, cancellationToken).ConfigureAwait(false);
            }

            foreach (var membership in page)
            {
                yield return membership;
                after = membership.Profile;
            }
        }
        while (page.Count == Page);
    }

    /// <summary>
    /// The changes after a cursor, in sequence: the outbox. Read, act, and keep the last sequence as the next cursor; after a crash the same
    /// changes come again.
    /// </summary>
    /// <param name="after">The last sequence that was dealt with; 0 for the beginning, which is the oldest change that is kept.</param>
    /// <param name="limit">How many at most, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ChangesForgottenException">Changes after it have been deleted because of their age.</exception>
    public async ValueTask<IReadOnlyList<RecordedSegmentChange>> ChangesAsync(
        long after = 0, int limit = Page, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await _consumers.RefuseForgottenAsync(session, after, cancellationToken).ConfigureAwait(false);
            return await session.Segments.ReadChangesAsync(after, limit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The changes that a consumer has not dealt with, and from then on each as it is committed, in sequence and without gaps. It ends when it is
    /// cancelled. Asking for the next change acknowledges those before; the cursor is stored every hundred, whenever there is nothing more, and at the
    /// end. So every change comes at least once: after a crash, or when the loop is left in the midst of one, the last few come again. What
    /// other writers of the same store commit is heard within a second.
    /// </summary>
    /// <param name="cursor">The consumer's name, 1 to 100 characters. One loop per name at a time.</param>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    /// <exception cref="InvalidOperationException">
    /// No segment is defined, so that none would ever come; thrown at once. What removed segments left behind is read page by page.
    /// </exception>
    /// <exception cref="ChangesForgottenException">The consumer stayed away for longer than changes are kept; thrown while enumerating.</exception>
    /// <exception cref="StorageException">The store failed.</exception>
    /// <example><code>
    /// await foreach (var change in cdp.Segments.ChangesAsync("mailer", stopping))
    /// {
    ///     await mailer.TellAsync(change);
    /// }
    /// </code></example>
    public IAsyncEnumerable<SegmentChange> ChangesAsync(string cursor, CancellationToken cancellationToken = default)
    {
        ConsumerBook.Check(cursor);
        if (_platform.Parts.Segments.Definitions.IsEmpty)
        {
            throw new InvalidOperationException("No segment is defined, so no change would ever come. Add Segment(id, rule) to the setup.");
        }

        return new ChangeFeed<SegmentChange>(
            _platform,
            token => CursorAsync(cursor, token),
            async (after, limit, token) =>
                [.. (await ChangesAsync(after, limit, token).ConfigureAwait(false)).Select(recorded => (recorded.Sequence, (SegmentChange?)recorded.Change))],
            (sequence, token) => AcknowledgeAsync(cursor, sequence, token)).ReadAsync(cancellationToken);
    }

    /// <summary>How far a consumer has acknowledged the changes; 0 for one that never did.</summary>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    public ValueTask<long> CursorAsync(string cursor, CancellationToken cancellationToken = default) => _consumers.ReadAsync(cursor, cancellationToken);

    /// <summary>Acknowledges all changes up to a sequence, for a consumer that reads them page by page. An older sequence than the one held is ignored.</summary>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    public ValueTask AcknowledgeAsync(string cursor, long sequence, CancellationToken cancellationToken = default) =>
        _consumers.AcknowledgeAsync(cursor, sequence, cancellationToken);

    /// <summary>Why a person is in a segment, or why not, leaf by leaf; null when nobody is known by the identifier.</summary>
    /// <param name="who">Any identifier of the person.</param>
    /// <param name="segment">The segment's id.</param>
    /// <param name="asOf">The instant to look at, past ones by what was true, and permitted, then; null for now. UTC.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="KeyNotFoundException">There is no such segment.</exception>
    public async ValueTask<SegmentExplanation?> ExplainAsync(
        Identifier who, string segment, DateTimeOffset? asOf = null, CancellationToken cancellationToken = default)
    {
        Check(segment);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            return person is null ? null : _platform.Parts.Evaluate.Explain(person, segment, asOf?.ToUniversalTime() ?? _platform.Now);
        }
    }

    /// <summary>
    /// Looks at everybody now: how many are in a segment, how many people are withheld from it and why, and how many facts are. The people who are
    /// withheld are not in it whatever they did.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such segment.</exception>
    public ValueTask<SegmentPreview> ReportAsync(string segment, CancellationToken cancellationToken = default)
    {
        Check(segment);
        return PreviewAsync(_platform.Parts.Segments, _platform.Parts.Segments[segment], 10, cancellationToken);
    }

    /// <summary>Whom a definition would hold now, before it is saved; it may refer to the platform's segments, or change one of them.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="sample">How many members to name at most.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <exception cref="ArgumentException">The definition is refused.</exception>
    public ValueTask<SegmentPreview> PreviewAsync(
        SegmentDefinition definition, int sample = 10, CancellationToken cancellationToken = default) =>
        PreviewAsync(Trial(definition), definition, sample, cancellationToken);

    /// <summary>
    /// Who would have entered and left by a definition over a time past, person by person and oldest first for each. Facts count from when they
    /// occurred, traits from when their present value was stated, and consent is that of now.
    /// </summary>
    /// <param name="definition">The definition, new or changed.</param>
    /// <param name="from">The beginning, exclusive. UTC.</param>
    /// <param name="to">The end, inclusive. UTC.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <exception cref="ArgumentException">The definition is refused, or the time ends before it begins.</exception>
    public IAsyncEnumerable<SegmentChange> BacktestAsync(
        SegmentDefinition definition, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        return BacktestAsync(new SegmentBacktester(Trial(definition)), definition, from.ToUniversalTime(), to.ToUniversalTime(), cancellationToken);
    }

    /// <summary>
    /// Computes every membership of everybody anew, by one SQL statement a segment where the storage evaluates SQL, and compares with what is stored:
    /// law 7 on the host's own data. Reads the whole store.
    /// </summary>
    public async ValueTask<SegmentAudit> AuditAsync(CancellationToken cancellationToken = default)
    {
        await _platform.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return await new SegmentRecount(Everybody, _platform.Parts).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How far memberships follow definitions and setups that changed since the store was last open. The platform brings them up by itself.</summary>
    public async ValueTask<SegmentProgress> ProgressAsync(CancellationToken cancellationToken = default)
    {
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var held = await session.Segments.ReadRevisionsAsync(cancellationToken).ConfigureAwait(false);
            var pending = ReevaluateWork.PendingOf(_platform.Parts, held);
            var people = await session.Profiles.CountAsync(cancellationToken).ConfigureAwait(false);
            var through = pending.Any(revision => revision.Through is null) ? null : pending.Min(revision => revision.Through);
            return new SegmentProgress([.. pending.Select(revision => revision.Segment)], pending.Count == 0 ? people : Share(through, people), people);
        }
    }

    /// <summary>Completes once every membership follows its definition.</summary>
    public async ValueTask WhenCurrentAsync(CancellationToken cancellationToken = default)
    {
        await _platform.OpenAsync(cancellationToken).ConfigureAwait(false);
        await _platform.Reevaluated.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The fifths of everybody now, for an rfm leaf: to be given to <see cref="FirstPartyBuilder.RfmScale"/> at the next start, and kept until then. Null when nobody
    /// has such an event.
    /// </summary>
    /// <param name="rule">The leaf; its event, property and window count.</param>
    /// <param name="purpose">The purpose of the segment that it is in, or null.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    public async ValueTask<RfmScale?> MeasureRfmAsync(RfmRule rule, string? purpose = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var now = _platform.Now;
        var population = new List<(TimeSpan, int, decimal)>();
        await foreach (var view in ViewsAsync(purpose, now, cancellationToken).ConfigureAwait(false))
        {
            if (RfmScale.Measure(rule, view, now) is { } person)
            {
                population.Add(person);
            }
        }

        return population.Count == 0 ? null : RfmScale.Of(population);
    }

    /// <summary>Makes every membership that the clock alone has changed true to this instant. The platform does so by itself; tests and batches need not wait.</summary>
    /// <returns>How many people were looked at.</returns>
    public ValueTask<int> RefreshAsync(CancellationToken cancellationToken = default) => _platform.RefreshAsync(cancellationToken);

    private Population Everybody => new(_platform.ReadAsync, _platform.Parts);

    // Whoever was parted from somebody with a long history is among them, too: looks that are owed are taken first.
    private async IAsyncEnumerable<ProfileView> ViewsAsync(
        string? purpose, DateTimeOffset at, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _platform.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var view in Everybody.ViewsAsync(purpose, at, cancellationToken).ConfigureAwait(false))
        {
            yield return view;
        }
    }

    // Ids are hashes, and so evenly spread: where a walk through them stands tells how much of it is done.
    private static long Share(ProfileId? through, long people) =>
        through is { } id ? (long)(people * ((uint)(id.Value.ToByteArray(bigEndian: true)[0] << 8 | id.Value.ToByteArray(bigEndian: true)[1]) / 65_536.0)) : 0;

    private async IAsyncEnumerable<SegmentChange> BacktestAsync(
        SegmentBacktester tester,
        SegmentDefinition definition,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var view in ViewsAsync(definition.Purpose, _platform.Now, cancellationToken).ConfigureAwait(false))
        {
            foreach (var change in definition.Purpose is null || view.Permitted.Contains(definition.Purpose) ? tester.Changes(definition.Id, view, from, to) : [])
            {
                yield return change;
            }
        }
    }

    private async ValueTask<SegmentPreview> PreviewAsync(
        SegmentSet set, SegmentDefinition definition, int sample, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        var now = _platform.Now;
        var views = ViewsAsync(definition.Purpose, now, cancellationToken);
        return await new SegmentBacktester(set).PreviewAsync(definition.Id, views, now, sample).ConfigureAwait(false);
    }

    // The platform's segments with this one among them, checked as at the start.
    private SegmentSet Trial(SegmentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var purposes = _platform.Purposes.Select(purpose => purpose.Id).ToHashSet(StringComparer.Ordinal);
        return _platform.Parts.Segments.With(_platform.ComputedTraits.Expand(definition), new SegmentVocabulary { Purposes = purposes });
    }

    private void Check(string segment)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(segment);
        if (_platform.Parts.Segments.Find(segment) is null)
        {
            throw new KeyNotFoundException($"There is no segment '{segment}'. Add Segment(\"{segment}\", rule).");
        }
    }
}
