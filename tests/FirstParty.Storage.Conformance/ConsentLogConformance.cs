using FirstParty.Consent;

namespace FirstParty.Storage.Conformance;

/// <summary>What a <see cref="ConsentLog"/> and its <see cref="SubjectKeyStore"/> must do.</summary>
public abstract class ConsentLogConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [Test]
    public async Task Head_IsEmptyAtFirst_AndThenTheLastOneAppended()
    {
        (await HeadAsync()).ShouldBe((0, Convert.ToHexString(ConsentLogHead.Empty.CompactRange.Span), null));
        await AppendAsync([Facts.Entry(0, 1)], checkpoint: "first");
        await AppendAsync([Facts.Entry(1, 2), Facts.Entry(2, 1, 2)], checkpoint: null);
        (await HeadAsync()).ShouldBe((3, "03", null));
        await AppendAsync([], checkpoint: "signed\nby\n", size: 3);
        (await HeadAsync()).ShouldBe((3, "03", "signed\nby\n"));
    }

    [TestCase(1, 2)]
    [TestCase(0, 2)]
    [TestCase(0, 0)]
    public async Task Append_Refuses_WhatDoesNotContinueTheLog(long sequence, long size) => await UndoAsync(async session =>
        await Should.ThrowAsync<ArgumentException>(async () => await session.Consent.AppendAsync(
            [Facts.Entry(sequence, 1)], new ConsentLogHead(size, new byte[] { 1 }, null), Token)));

    [Test]
    public async Task Read_GivesTheEntriesOfAnyOfTheSubjects_EachOnce_BySequence()
    {
        await AppendAsync([Facts.Entry(0, 1), Facts.Entry(1, 2), Facts.Entry(2, 3, 1, 2), Facts.Entry(3, 4)]);
        (await EntriesAsync(2, 1)).ShouldBe(Texts([Facts.Entry(0, 1), Facts.Entry(1, 2), Facts.Entry(2, 3, 1, 2)]));
        (await EntriesAsync(9)).ShouldBeEmpty();
    }

    [Test]
    public async Task ReadRange_GivesWhatThereIs()
    {
        await AppendAsync([Facts.Entry(0, 1), Facts.Entry(1, 2), Facts.Entry(2, 3)]);
        (await RangeAsync(1, 10)).ShouldBe(Texts([Facts.Entry(1, 2), Facts.Entry(2, 3)]));
        (await RangeAsync(0, 2)).ShouldBe(Texts([Facts.Entry(0, 1), Facts.Entry(1, 2)]));
        (await RangeAsync(3, 2)).ShouldBeEmpty();
    }

    [Test]
    public async Task Erase_RemovesCiphertextsOfTheActorAndEveryLookup_AndLeavesLeaves()
    {
        await AppendAsync([Facts.Entry(0, 1), Facts.Entry(1, 2, 1, 3), Facts.Entry(2, 1, 3), Facts.Entry(3, 3)]);
        (await EraseAsync(1, 9)).ShouldBe(2);

        (await EntriesAsync(1)).ShouldBeEmpty();
        (await RangeAsync(0, 9)).ShouldBe(Texts(
        [
            Facts.Entry(0) with { Ciphertext = null },
            Facts.Entry(1, 2, 3),
            Facts.Entry(2, 3) with { Ciphertext = null },
            Facts.Entry(3, 3),
        ]));
        (await EntriesAsync(3)).Count.ShouldBe(3);
        (await EraseAsync(1)).ShouldBe(0);
        (await EraseAsync(3)).ShouldBe(1);
    }

    [Test]
    public async Task ReadLookups_GivesEveryRowThatRecordsAreFoundBy_InOrder_APageAtATime()
    {
        await AppendAsync([Facts.Entry(0, 3, 1), Facts.Entry(1, 2), Facts.Entry(2, 1, 3), Facts.Entry(3, 4)]);
        await EraseAsync(4);
        ConsentLookup[] all = [Row(1, 0), Row(1, 2), Row(2, 1), Row(3, 0), Row(3, 2)];
        (await LookupsAsync(null, 9)).ShouldBe(all);
        (await LookupsAsync(null, 2)).ShouldBe(all[..2]);
        (await LookupsAsync(Row(1, 2), 2)).ShouldBe(all[2..4]);
        (await LookupsAsync(Row(1, 1), 1)).ShouldBe([Row(1, 2)]);
        (await LookupsAsync(Row(3, 2), 9)).ShouldBeEmpty();

        static ConsentLookup Row(int subject, long sequence) => new(Facts.Lookup(subject), sequence);
    }

    [Test]
    public async Task Append_LeavesNothing_WhenUndone()
    {
        await UndoAsync(async session =>
        {
            await session.Consent.AppendAsync([Facts.Entry(0, 1)], Head(1, null), Token);
            (await session.Consent.ReadHeadAsync(Token)).Size.ShouldBe(1);
            (await session.Consent.ReadAsync([Facts.Lookup(1)], Token)).Count.ShouldBe(1);
            await session.Consent.Keys.AddAsync(Secrets((1, 5)), Token);
        });
        (await HeadAsync()).Size.ShouldBe(0);
        (await EntriesAsync(1)).ShouldBeEmpty();
        (await ReadAsync(async session => await session.Consent.Keys.FindAsync([Facts.Lookup(1)], Token))).ShouldBeEmpty();
    }

    [Test]
    public async Task Keys_KeepTheFirstSecret_AndDestroyIt()
    {
        await WriteAsync(async session => await session.Consent.Keys.AddAsync(Secrets((1, 11), (2, 22)), Token));
        await WriteAsync(async session =>
        {
            var counts = await session.Consent.Keys.AddAsync(Secrets((1, 99), (3, 33)), Token);
            counts.ToDictionary(pair => pair.Key, pair => pair.Value.Span[0])
                .ShouldBe(new Dictionary<SubjectLookup, byte> { [Facts.Lookup(1)] = 11, [Facts.Lookup(3)] = 33 }, ignoreOrder: true);
            (await session.Consent.Keys.DestroyAsync([Facts.Lookup(2), Facts.Lookup(9)], Token)).ShouldBe(1);
        });
        var left = await ReadAsync(async session =>
            await session.Consent.Keys.FindAsync([Facts.Lookup(1), Facts.Lookup(2), Facts.Lookup(3), Facts.Lookup(1)], Token));
        left.Keys.ShouldBe([Facts.Lookup(1), Facts.Lookup(3)], ignoreOrder: true);
        left[Facts.Lookup(1)].Length.ShouldBe(32);
    }

    private Task<IReadOnlyList<ConsentLookup>> LookupsAsync(ConsentLookup? after, int count) =>
        ReadAsync(async session => await session.Consent.ReadLookupsAsync(after, count, Token));

    private static Dictionary<SubjectLookup, ReadOnlyMemory<byte>> Secrets(params (int Subject, byte First)[] secrets) =>
        secrets.ToDictionary(secret => Facts.Lookup(secret.Subject), secret => (ReadOnlyMemory<byte>)new byte[32].Select(_ => secret.First).ToArray());

    private static ConsentLogHead Head(long size, string? checkpoint) => new(size, new[] { (byte)size }, checkpoint);

    private static IEnumerable<string> Texts(IEnumerable<ConsentEntry> entries) => entries.Select(Facts.Text);

    private Task AppendAsync(ConsentEntry[] entries, string? checkpoint = null, long? size = null) => WriteAsync(async session =>
    {
        var head = await session.Consent.LockHeadAsync(Token);
        await session.Consent.AppendAsync(entries, Head(size ?? head.Size + entries.Length, checkpoint), Token);
    });

    private async Task<int> EraseAsync(params int[] subjects)
    {
        var removed = 0;
        await WriteAsync(async session => removed = await session.Consent.EraseAsync([.. subjects.Select(Facts.Lookup)], Token));
        return removed;
    }

    private Task<(long Size, string Range, string? Checkpoint)> HeadAsync() => ReadAsync(async session =>
    {
        var head = await session.Consent.ReadHeadAsync(Token);
        return (head.Size, Convert.ToHexString(head.CompactRange.Span), head.Checkpoint);
    });

    private Task<List<string>> EntriesAsync(params int[] subjects) =>
        ReadAsync(async session => Texts(await session.Consent.ReadAsync([.. subjects.Select(Facts.Lookup)], Token)).ToList());

    private Task<List<string>> RangeAsync(long first, int count) =>
        ReadAsync(async session => Texts(await session.Consent.ReadRangeAsync(first, count, Token)).ToList());
}
