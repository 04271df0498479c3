using FirstParty.Events;
using FirstParty.Profiles;

namespace FirstParty.Segments.Evaluation;

/// <summary>Finds values by name: the very name first, then, at each dot from the left, as a path into an object. Null values are missing.</summary>
internal static class AttributePath
{
    public static AttributeValue? Find(Attributes attributes, string name)
    {
        if (attributes.Find(name) is { } exact)
        {
            return exact.IsNull ? null : exact;
        }

        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (attributes.Find(name[..dot])?.AsObject() is { } inner && Find(inner, name[(dot + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The same where one name only is asked for.</summary>
    public static AttributeValue? FindOnce(Attributes attributes, string name)
    {
        if (name.Contains('.', StringComparison.Ordinal))
        {
            return Find(attributes, name);
        }

        return attributes.FindOnce(name) is { IsNull: false } found ? found : null;
    }

    /// <summary>The trait as it was known at an instant, with the value at the path within it; null when there is none.</summary>
    public static (TraitValue Trait, AttributeValue Value)? Find(ProfileView view, string name, DateTimeOffset now)
    {
        if (view.Traits.TryGetValue(name, out var exact))
        {
            return exact.Value.IsNull || exact.OccurredAt > now ? null : (exact, exact.Value);
        }

        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (view.Traits.TryGetValue(name[..dot], out var outer) && outer.OccurredAt <= now
                && outer.Value.AsObject() is { } inner && Find(inner, name[(dot + 1)..]) is { } found)
            {
                return (outer, found);
            }
        }

        return null;
    }

    /// <summary>The names of traits whose change can change what a name finds: itself and every part before a dot.</summary>
    public static IEnumerable<string> Roots(string name)
    {
        yield return name;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            yield return name[..dot];
        }
    }
}
