namespace FirstParty.Taxonomies;

/// <summary>The names that a taxonomy knows without being told: those of the catalogue and of the Segment spec.</summary>
internal static class StandardNames
{
    /// <summary>The catalogue by classification key.</summary>
    public static Dictionary<string, DataDefinition> ByKey { get; } =
        Standard.All.ToDictionary(definition => definition.Key, StringComparer.Ordinal);

    /// <summary>
    /// The names of calls that are not track calls. They are known in every taxonomy: an identify call says as much as its traits do, and
    /// each of those is classified by itself.
    /// </summary>
    public static Dictionary<string, EventDefinition> Calls { get; } = new(StringComparer.Ordinal)
    {
        ["Page Viewed"] = Standard.Web.Page.Viewed,
        ["Screen Viewed"] = Standard.Web.Page.Viewed,
        ["Identify"] = Call("call.identify", "user"),
        ["Group"] = Call("call.group", "user.workplace"),
        ["Alias"] = Call("call.alias", "user.unique_id"),
    };

    /// <summary>All known event names.</summary>
    public static Dictionary<string, EventDefinition> Events { get; } = Named(Calls);

    /// <summary>All known trait names. One with a full stop is a member of a trait that is an object.</summary>
    public static Dictionary<string, AttributeDefinition> Traits { get; } = Named<AttributeDefinition>([]);

    /// <summary>A trait by name and kind: the catalogue's where both fit, else the host's own.</summary>
    public static AttributeDefinition Trait(string name, DataKind kind) => Traits.GetValueOrDefault(name) switch
    {
        null => new(name, kind),
        var known when known.Kind == kind => known,
        var known => new(name, kind) { Sensitivity = known.Sensitivity },
    };

    /// <summary>An event by name and kind: the catalogue's where both fit, else the host's own.</summary>
    public static EventDefinition Event(string name, DataKind kind) => Events.GetValueOrDefault(name) switch
    {
        null => new(name, kind),
        var known when known.Kind == kind => known,
        var known => new(name, kind) { Sensitivity = known.Sensitivity },
    };

    /// <summary>
    /// Adds, for each trait that is a member of an object (<c>address.city</c>) whose object has no definition, a definition of the whole:
    /// as telling and as sensitive as the most of its members.
    /// </summary>
    public static Dictionary<string, AttributeDefinition> WithParents(Dictionary<string, AttributeDefinition> traits)
    {
        var parents =
            from pair in traits
            let stop = pair.Key.IndexOf('.', StringComparison.Ordinal)
            where stop > 0
            group pair.Value by pair.Key[..stop] into members
            where !traits.ContainsKey(members.Key)
            select (members.Key, Whole(members.Key, [.. members]));
        foreach (var (name, whole) in parents.ToList())
        {
            traits.Add(name, whole);
        }

        return traits;
    }

    private static AttributeDefinition Whole(string name, IReadOnlyList<AttributeDefinition> members)
    {
        return new(name, members.Min(member => member.Kind))
        {
            Sensitivity = members.Max(member => member.Sensitivity),
            SpecialCategories = members.Aggregate(SpecialCategories.None, (union, member) => union | member.SpecialCategories),
            CaliforniaSensitive = members.Any(member => member.CaliforniaSensitive),
            Structure = DataStructure.SemiStructured,
            ValueType = AttributeValueType.Object,
            PersonaClass = members.Select(member => member.PersonaClass).Distinct().Count() == 1 ? members[0].PersonaClass : PersonaClass.None,
            NationalIdJustification = members.Select(member => member.NationalIdJustification).FirstOrDefault(reason => reason is not null),
            Purpose = members.Select(member => member.Purpose).FirstOrDefault(purpose => purpose is not null),
        };
    }

    private static EventDefinition Call(string key, string fideslang) => new(key, DataKind.Identity)
    {
        Structure = DataStructure.SemiStructured,
        Fideslang = fideslang,
    };

    private static Dictionary<string, T> Named<T>(Dictionary<string, T> first)
        where T : DataDefinition
    {
        var named = new Dictionary<string, T>(first, StringComparer.Ordinal);
        foreach (var definition in Standard.All.Concat(SegmentSpec.All).OfType<T>())
        {
            foreach (var name in definition.WireNames.Where(name => name[0] != '('))
            {
                named.TryAdd(name, definition);
            }
        }

        return named;
    }
}
