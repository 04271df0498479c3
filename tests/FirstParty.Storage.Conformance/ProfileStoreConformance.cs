using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Storage.Conformance;

/// <summary>What a <see cref="ProfileStore"/> must do.</summary>
public abstract class ProfileStoreConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private static readonly AttributeValue[] Values =
    [
        "te 🫖", 49.90m, decimal.MaxValue, 0.0000000000000000000000000001m, true, false, AttributeValue.ListOf(1, AttributeValue.ListOf(), "x"),
        new Attributes { ["a"] = new Attributes { ["b"] = AttributeValue.Null } },
    ];

    [Test]
    public async Task Read_GivesEveryFieldBack()
    {
        var profile = Profile(1) with { Traits = [.. Values.Select((value, number) => Facts.Trait($"trait {number}", value, number))] };
        await SaveAsync([profile, Profile(2)], []);
        (await ReadAsync(Facts.Profile(1), Facts.Profile(3))).ShouldBe([Facts.Text(profile)]);
    }

    [Test]
    public async Task Save_ReplacesTheWholeProfile_AndRemovesThoseThatAreNoMore()
    {
        await SaveAsync([Profile(1), Profile(2), Profile(3)], []);
        var changed = Profile(1) with { FirstSeen = Facts.At(-99), Traits = [] };
        await SaveAsync([changed], [Facts.Profile(2), Facts.Profile(9)]);
        (await ReadAsync(Facts.Profile(1), Facts.Profile(2), Facts.Profile(3), Facts.Profile(3)))
            .ShouldBe([Facts.Text(changed), Facts.Text(Profile(3))], ignoreOrder: true);
        (await CountAsync()).ShouldBe(2);
    }

    [Test]
    public async Task List_GoesInTheOrderOfTheIds_PageByPage()
    {
        await SaveAsync([.. Enumerable.Range(0, 50).Select(Profile)], []);
        var expected = Enumerable.Range(0, 50).Select(Facts.Profile).Order().ToList();
        var listed = new List<ProfileId>();
        for (ProfileId? after = null; ;)
        {
            var page = await ReadAsync(async session => await session.Profiles.ListAsync(after, 7, Token));
            listed.AddRange(page.Select(profile => profile.Id));
            if (page.Count < 7)
            {
                break;
            }

            after = page[^1].Id;
        }

        listed.ShouldBe(expected);
    }

    [Test]
    public async Task Clear_RemovesAll()
    {
        await SaveAsync([Profile(1), Profile(2)], []);
        await UndoAsync(async session => await session.Profiles.ClearAsync(Token));
        (await CountAsync()).ShouldBe(2);
        await WriteAsync(async session => await session.Profiles.ClearAsync(Token));
        (await CountAsync()).ShouldBe(0);
        (await ReadAsync(Facts.Profile(1))).ShouldBeEmpty();
    }

    [Test]
    public async Task Save_IsSeenByItsOwnSessionAtOnce() => await UndoAsync(async session =>
    {
        await session.Profiles.SaveAsync([Profile(1)], [], Token);
        (await session.Profiles.ReadAsync([Facts.Profile(1)], Token)).Count.ShouldBe(1);
        (await session.Profiles.CountAsync(Token)).ShouldBe(1);
        (await session.Profiles.ListAsync(null, 5, Token)).Count.ShouldBe(1);
    });

    private static StoredProfile Profile(int number) => new()
    {
        Id = Facts.Profile(number),
        FirstSeen = Facts.At(number),
        Traits = [Facts.Trait("favouriteTea", "oolong", number)],
    };

    private Task SaveAsync(StoredProfile[] changed, ProfileId[] removed) =>
        WriteAsync(async session => await session.Profiles.SaveAsync(changed, removed, Token));

    private Task<List<string>> ReadAsync(params ProfileId[] ids) =>
        ReadAsync(async session => (await session.Profiles.ReadAsync(ids, Token)).Select(Facts.Text).ToList());

    private Task<long> CountAsync() => ReadAsync(async session => await session.Profiles.CountAsync(Token));
}
