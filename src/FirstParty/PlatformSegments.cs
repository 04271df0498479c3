using System.Runtime.CompilerServices;
using FirstParty.Identity;
using FirstParty.Segments;

namespace FirstParty;

/// <summary>Who is in which segment, since when, and who came and went. Thread-safe.</summary>
public sealed class PlatformSegments
{
    private const int Page = 500;

    private readonly CustomerDataPlatform _platform;

    internal PlatformSegments(CustomerDataPlatform platform) => _platform = platform;

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
    /// <param name="after">The last sequence that was dealt with; 0 for the beginning.</param>
    /// <param name="limit">How many at most, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<IReadOnlyList<RecordedSegmentChange>> ChangesAsync(
        long after = 0, int limit = Page, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await session.Segments.ReadChangesAsync(after, limit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Why a person is in a segment, or why not, leaf by leaf; null when nobody is known by the identifier.</summary>
    /// <exception cref="KeyNotFoundException">There is no such segment.</exception>
    public async ValueTask<SegmentExplanation?> ExplainAsync(
        Identifier who, string segment, CancellationToken cancellationToken = default)
    {
        Check(segment);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var person = await _platform.Parts.Loader.FindAsync(session, who, cancellationToken).ConfigureAwait(false);
            return person is null ? null : _platform.Parts.Evaluate.Explain(person, segment, _platform.Now);
        }
    }

    /// <summary>Makes every membership that the clock alone has changed true to this instant. The platform does so by itself; tests and batches need not wait.</summary>
    /// <returns>How many people were looked at.</returns>
    public ValueTask<int> RefreshAsync(CancellationToken cancellationToken = default) => _platform.RefreshAsync(cancellationToken);

    private void Check(string segment)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(segment);
        if (_platform.Parts.Segments.Find(segment) is null)
        {
            throw new KeyNotFoundException($"There is no segment '{segment}'. Add Segment(\"{segment}\", rule).");
        }
    }
}
