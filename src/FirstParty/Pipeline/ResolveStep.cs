using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>Resolve: who is who, now that these facts are known too.</summary>
internal sealed class ResolveStep(IncrementalResolver resolver)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Appended.Count == 0)
        {
            return;
        }

        var facts = new List<IdentityAssertion>(batch.Appended.Count);
        foreach (var pending in batch.Appended)
        {
            facts.Add(pending.Logged!.ToAssertion());
            if (pending.Logged!.ToAlias() is { } alias)
            {
                facts.Add(alias);
            }
        }

        var change = await resolver.ApplyAsync(batch.Session.Identity, facts, cancellationToken).ConfigureAwait(false);
        batch.Touched.UnionWith(change.Rearranged);
        batch.Touched.UnionWith(change.Attribution.Values.Select(attribution => attribution.Profile).OfType<ProfileId>());
    }
}
