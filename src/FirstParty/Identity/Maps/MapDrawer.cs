using System.Collections.Immutable;
using FirstParty.Identity.Incremental;

namespace FirstParty.Identity.Maps;

/// <summary>Makes a map of what was read of the graph.</summary>
internal sealed class MapDrawer(RuleBook book, GraphSnapshot region, GraphNode centre, Expiry expiry)
{
    private readonly Dictionary<ProfileId, GraphNode> _nodes = region.Nodes.Where(node => node.FirstSeen is not null).ToDictionary(node => node.Id);
    private readonly List<SeparateAssertion> _separations = Standing(book, region.Acts);

    public IdentityMap Draw(int most)
    {
        GraphNode[] ordered =
        [
            .. _nodes.Values
                .OrderBy(node => node.Profile == centre.Profile ? 0 : 1)
                .ThenBy(node => node.Identifier, Comparer<Identifier>.Create(book.CompareStrength)),
        ];
        var shown = ordered.Take(most).Select(node => node.Id).ToHashSet();
        return new IdentityMap
        {
            Profile = centre.Profile,
            Nodes = [.. ordered.Take(most).Select(Show)],
            Links = [.. region.Links.Where(link => shown.Contains(link.A) && shown.Contains(link.B)).OrderBy(link => link.Pair).Select(Show)],
            Separations =
            [
                .. _separations.Where(separation => Named(separation).Any(shown.Contains)).OrderBy(separation => separation.At).ThenBy(separation => separation.Id),
            ],
            Omitted = Math.Max(0, ordered.Length - most),
        };
    }

    /// <summary>Why two identifiers do not share a profile, and the separation that keeps them apart; null when nothing ties them.</summary>
    public (LinkFate Fate, FactId? Against)? Judge(GraphPair pair)
    {
        if (region.Links.FirstOrDefault(link => link.Pair == pair) is not { } tie)
        {
            return null;
        }

        var (one, other) = (_nodes[pair.A], _nodes[pair.B]);
        var against = _separations.Where(separation => IsAcross(separation, one.Profile, other.Profile)).OrderBy(separation => separation.At).FirstOrDefault();
        return (FateOf(tie, one, other), against?.Id);
    }

    private static List<SeparateAssertion> Standing(RuleBook book, IEnumerable<IdentityAct> acts)
    {
        var set = new ActSet(book);
        foreach (var act in acts)
        {
            set.Add(act);
        }

        return [.. set.Living.OfType<SeparateAssertion>()];
    }

    private static IdentityMapNode Show(GraphNode node) =>
        new(node.Identifier, node.Profile, node.FirstSeen, node.Profile == node.Id, node.Contested, node.Shared);

    private IdentityMapLink Show(GraphLink link)
    {
        var (one, other) = (_nodes[link.A], _nodes[link.B]);
        var (first, second) = book.CompareStrength(one.Identifier, other.Identifier) <= 0 ? (one, other) : (other, one);
        var drawn = region.Acts.OfType<LinkAssertion>().FirstOrDefault(act => act.Id == link.Fact);
        return new IdentityMapLink
        {
            First = first.Identifier,
            Second = second.Identifier,
            Fate = FateOf(link, one, other),
            Strength = link.Strength,
            At = link.Fact is null ? null : link.At,
            Fact = link.Fact,
            Said = drawn is null ? null : "Link",
            Actor = drawn?.Actor,
        };
    }

    private LinkFate FateOf(GraphLink link, GraphNode one, GraphNode other)
    {
        if (link.Strength is not { } strength)
        {
            return link.Fact is not null && book.Entry(one.Identifier).IsPerson && book.Entry(other.Identifier).IsPerson
                && expiry.Takes(one.Identifier, other.Identifier, AssertionStrength.Inferred, link.At.UtcTicks)
                ? LinkFate.Expired
                : LinkFate.Mentioned;
        }

        if (one.Contested || other.Contested)
        {
            return LinkFate.Contested;
        }

        if (one.Profile == other.Profile)
        {
            return LinkFate.Holds;
        }

        if (LinkClass.Of(book, strength, one, other) >= one.ShedFrom)
        {
            return LinkFate.Shed;
        }

        // What a joint block may not hold, no larger one may: the profiles as they are now tell what kept them apart.
        return _separations.Any(separation => IsAcross(separation, one.Profile, other.Profile)) ? LinkFate.Separated : LinkFate.OverLimit;
    }

    private bool IsAcross(SeparateAssertion separation, ProfileId one, ProfileId other)
    {
        var apart = Named(separation).Select(id => _nodes.GetValueOrDefault(id)?.Profile).ToHashSet();
        return apart.SetEquals([one, other]);
    }

    private IEnumerable<ProfileId> Named(SeparateAssertion separation) => new[] { separation.First, separation.Second }
        .Select(book.Accept).Where(end => end.Refusal == IdentifierRefusal.None).Select(end => ProfileId.Of(end.Identifier));
}
