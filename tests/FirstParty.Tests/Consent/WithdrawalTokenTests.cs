using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Storage.InMemory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class WithdrawalTokenTests
{
    private static readonly WithdrawalToken Said = new(Identifier.Email("ada+tea@example.com"), "marketing.email");

    private readonly ConsentLedger _ledger = new(TimeProvider.System, IdSource.UuidV7);
    private readonly InMemoryConsentLog _log = new(InMemoryConsentLog.State.Empty);

    [Test]
    public async Task UnprotectAsync_ReadsWhatProtectAsyncSealed_AndNobodyElseCan()
    {
        var token = await _ledger.ProtectAsync(_log, Said, default);

        token.ShouldNotTell(Said.Subject.Value);
        token.ShouldNotTell(Said.Purpose);
        token.ShouldAllBe(character => char.IsAsciiLetterOrDigit(character) || character == '-' || character == '_');
        (await _ledger.UnprotectAsync(_log, token, default)).ShouldBe(Said);
        (await _ledger.UnprotectAsync(new InMemoryConsentLog(InMemoryConsentLog.State.Empty), token, default)).ShouldBeNull();
    }

    [Test]
    public async Task UnprotectAsync_RefusesEveryAlteredToken()
    {
        var token = await _ledger.ProtectAsync(_log, Said, default);

        for (var index = 0; index < token.Length; index++)
        {
            // Of the last character only the top bits count, so that a change must reach them.
            var altered = $"{token[..index]}{(token[index] is >= 'A' and <= 'Z' ? '7' : 'B')}{token[(index + 1)..]}";
            (await _ledger.UnprotectAsync(_log, altered, default)).ShouldBeNull();
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("AAAA")]
    [TestCase("not base64!")]
    [TestCase("\ud800")]
    public async Task UnprotectAsync_RefusesWhatIsNoToken(string? text)
    {
        await _ledger.ProtectAsync(_log, Said, default);

        (await _ledger.UnprotectAsync(_log, text, default)).ShouldBeNull();
        (await _ledger.UnprotectAsync(_log, new string('A', WithdrawalToken.MaxLength + 1), default)).ShouldBeNull();
    }
}
