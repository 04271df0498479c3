using System.Globalization;
using System.Text;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Sqlite.Files;
using FirstParty.Storage;
using FirstParty.Storage.Conformance;

namespace FirstParty.Sqlite.Tests;

/// <summary>Law 9 in the files: no byte of what was erased is left in any of them once the session has committed.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteErasureTests : IDisposable
{
    private readonly SqliteBackend _backend = new();

    private static CancellationToken Token => CancellationToken.None;

    public void Dispose() => _backend.Dispose();

    /// <summary>
    /// Rows of every size come, grow and go until trees have been balanced many times over. <c>secure_delete</c> alone leaves copies in such a file.
    /// </summary>
    [TestCase(1, 10_000)]
    [TestCase(2, 10_000)]
    [TestCase(3, 10)]
    [TestCase(4, 100)]
    public async Task Erase_LeavesNoByte_HoweverTreesWereBalanced(int seed, int checkpointPages)
    {
        var random = new Random(seed);
        await using var storage = _backend.Create(
            new SqliteStorageOptions { Durability = SqliteDurability.Normal, CheckpointPages = checkpointPages, CacheMegabytes = 1 });
        await storage.OpenAsync(Token);
        var living = new HashSet<int>();
        var erased = new HashSet<int>();
        for (var round = 0; round < 40; round++)
        {
            var added = Enumerable.Range(round * 100, 100).ToList();
            var gone = living.Where(_ => round % 3 != 1 && random.Next(3) == 0).ToList();
            await using var session = await storage.BeginWriteAsync(Token);
            await session.Events.AppendAsync([.. added.Select(number => Event(number, random))], Token);
            await session.Profiles.SaveAsync([.. living.Concat(added).Where(_ => random.Next(3) == 0).Select(number => Profile(number, random))], [], Token);
            await session.Profiles.SaveAsync([], [.. gone.Select(Facts.Profile)], Token);
            await session.Events.EraseAsync([.. gone.Select(number => Facts.Id(number))], Token);
            if (round == 39 || random.Next(4) > 0)
            {
                await session.CommitAsync(Token);
                living.UnionWith(added);
                living.ExceptWith(gone);
                erased.UnionWith(gone);
            }
        }

        storage.HasErasedCopies.ShouldBeFalse();
        MarkersInFiles().Intersect(erased).ShouldBeEmpty();
        living.Except(MarkersInFiles()).ShouldBeEmpty("the search must be able to find");
        (await storage.CheckAsync(Token)).ShouldBeEmpty();
    }

    [Test]
    public async Task Erase_TakesNamesAndAnchorsWithTheLastEvent()
    {
        await using var storage = _backend.Create(new SqliteStorageOptions());
        await storage.OpenAsync(Token);
        var random = new Random(1);
        await using (var session = await storage.BeginWriteAsync(Token))
        {
            await session.Events.AppendAsync([Event(1, random) with { Name = Marker(1) + " signed up" }, Event(2, random)], Token);
            await session.CommitAsync(Token);
        }

        await using (var session = await storage.BeginWriteAsync(Token))
        {
            await session.Events.EraseAsync([Facts.Id(1)], Token);
            await session.CommitAsync(Token);
        }

        MarkersInFiles().ShouldBe([2]);
    }

    [Test]
    public async Task Erase_IsFinishedByALaterCommit_WhenAReaderHeldItUp()
    {
        await using var storage = _backend.Create(new SqliteStorageOptions { LockTimeout = TimeSpan.FromMilliseconds(50) });
        await storage.OpenAsync(Token);
        await AppendAsync(storage, 1);
        var reader = await storage.BeginReadAsync(Token);
        await EraseAsync(storage, 1);
        storage.HasErasedCopies.ShouldBeTrue();
        (await reader.Events.CountAsync(Token)).ShouldBe(1);

        await reader.DisposeAsync();
        await AppendAsync(storage, 2);
        storage.HasErasedCopies.ShouldBeFalse();
        MarkersInFiles().ShouldBe([2]);
    }

    [Test]
    public async Task Erase_IsFinishedOnClosing_WhenAReaderHeldItUp()
    {
        var storage = _backend.Create(new SqliteStorageOptions { LockTimeout = TimeSpan.FromMilliseconds(50) });
        await storage.OpenAsync(Token);
        await AppendAsync(storage, 1);
        var reader = await storage.BeginReadAsync(Token);
        await EraseAsync(storage, 1);
        await reader.DisposeAsync();
        await storage.DisposeAsync();
        MarkersInFiles().ShouldBeEmpty();
    }

    [Test]
    public async Task Scrubber_ChangesNothing_InAFileWithoutCopies()
    {
        await using (var storage = _backend.Create(new SqliteStorageOptions()))
        {
            await storage.OpenAsync(Token);
            await AppendAsync(storage, 1);
            await EraseAsync(storage, 1);
        }

        var before = await File.ReadAllBytesAsync(_backend.Database);
        using var scrubber = new PageScrubber(_backend.Database);
        scrubber.Run(pages: null).ShouldBe(0);
        (await File.ReadAllBytesAsync(_backend.Database)).ShouldBe(before);
    }

    private static string Marker(int number) => string.Create(CultureInfo.InvariantCulture, $"§marker-{number:D6}§");

    private static LoggedEvent Event(int number, Random random) => Facts.Event(number, Identifier.Email(random.Next() + Marker(number))) with
    {
        Properties = new Attributes { ["note"] = Marker(number) + new string('x', random.Next(600)) }.Freeze(),
        Identifiers = [Identifier.Email(Marker(number).ToUpperInvariant()), Identifier.AnonymousId(Marker(number) + "a")],
    };

    private static StoredProfile Profile(int number, Random random) => new()
    {
        Id = Facts.Profile(number),
        FirstSeen = Facts.Noon,
        Traits = [Facts.Trait("note", Marker(number) + new string('y', random.Next(1500)))],
    };

    private static async Task AppendAsync(FirstPartyStorage storage, int number)
    {
        await using var session = await storage.BeginWriteAsync(Token);
        await session.Events.AppendAsync([Event(number, new Random(number))], Token);
        await session.CommitAsync(Token);
    }

    private static async Task EraseAsync(FirstPartyStorage storage, int number)
    {
        await using var session = await storage.BeginWriteAsync(Token);
        await session.Events.EraseAsync([Facts.Id(number)], Token);
        await session.CommitAsync(Token);
    }

    private HashSet<int> MarkersInFiles()
    {
        var found = new HashSet<int>();
        var marker = Encoding.UTF8.GetBytes("marker-");
        foreach (var file in _backend.Files)
        {
            ReadOnlySpan<byte> bytes = ReadShared(file);
            for (var at = bytes.IndexOf(marker); at >= 0; at = bytes.IndexOf(marker))
            {
                bytes = bytes[(at + marker.Length)..];
                if (bytes.Length >= 6 && int.TryParse(bytes[..6], CultureInfo.InvariantCulture, out var number))
                {
                    found.Add(number);
                }
            }
        }

        return found;
    }

    private static byte[] ReadShared(string file)
    {
        if (file.EndsWith("-lock", StringComparison.Ordinal))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
