using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Somebody accepts a suggestion or turns it down; what they say is an act like any other. Only one decision is taken.</summary>
internal sealed class DecideSuggestionWork(FactId suggestion, Func<SuggestAssertion, IdentityAct> decide, LineParts parts) : WriterWork
{
    /// <summary>What the decision has come to; set once the work is done.</summary>
    public IdentityOutcome? Outcome { get; private set; }

    public override bool IsExclusive => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var judged = (await SuggestionReader
            .ReadAsync(session.Identity, parts.IdentityRules, new GraphQuery { Facts = [suggestion] }, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault() ?? throw new KeyNotFoundException("There is no such suggestion, or it was taken back.");
        if (judged.State != SuggestionState.Open)
        {
            throw new InvalidOperationException($"The suggestion was decided before: it is {judged.State}. Retract that decision first.");
        }

        var work = new IdentityWork([decide(judged.Suggestion)], parts);
        await work.RunAsync(run, session, cancellationToken).ConfigureAwait(false);
        Outcome = work.Outcome;
    }
}
