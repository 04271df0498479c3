using System.Globalization;

namespace FirstParty.Taxonomies;

/// <summary>What a definition must satisfy before anything is classified by it.</summary>
internal static class TaxonomyRules
{
    public static IEnumerable<TaxonomyMistake> MistakesIn(SourceDefinition source)
    {
        if (source.Party >= Party.Second && string.IsNullOrWhiteSpace(source.AgreementReference))
        {
            yield return new(
                source.Name,
                $"A {Name(source.Party)}-party source needs the reference of the agreement it delivers under: "
                    + $"Source(\"{source.Name}\", Party.{source.Party}, source => source with {{ AgreementReference = …, NoticeReference = … }}).");
        }

        if (source.Party >= Party.Second && string.IsNullOrWhiteSpace(source.NoticeReference))
        {
            yield return new(source.Name, $"A {Name(source.Party)}-party source needs the reference of the notice of GDPR 14 that tells people.");
        }

        if (source.Party == Party.Zero && source.DefaultExplicitness != Explicitness.Explicit)
        {
            yield return new(source.Name, "What is not stated by the person is never zero-party; register it as first-party.");
        }

        if (source.Country is { } country && !(country.Length == 2 && country.All(char.IsAsciiLetterUpper)))
        {
            yield return new(source.Name, "A country is two upper-case letters of ISO 3166-1.");
        }

        if (source.StaleAfter <= TimeSpan.Zero)
        {
            yield return new(source.Name, "The age at which facts are stale must be positive.");
        }
    }

    public static IEnumerable<TaxonomyMistake> MistakesIn(string name, DataDefinition definition)
    {
        if (definition.Sensitivity == Sensitivity.NationalId && string.IsNullOrWhiteSpace(definition.NationalIdJustification))
        {
            yield return new(name, "To hold a national identification number (GDPR 87), say why in NationalIdJustification.");
        }

        if (definition.SpecialCategories != SpecialCategories.None != (definition.Sensitivity == Sensitivity.SpecialCategory))
        {
            yield return new(name, "Special categories and the sensitivity SpecialCategory go together: name both or neither.");
        }

        if (definition.Kind == DataKind.Identity && definition.Sensitivity == Sensitivity.NonPersonal)
        {
            yield return new(name, "What identifies a person is personal data; its sensitivity is at least Personal.");
        }

        if (definition.Retention <= TimeSpan.Zero)
        {
            yield return new(name, "A retention must be positive.");
        }

        if (definition.Version < 1)
        {
            yield return new(name, "A version is 1 or more.");
        }

        if (definition.Purpose is { } purpose && string.IsNullOrWhiteSpace(purpose))
        {
            yield return new(name, "A purpose is a name; leave it null when none is needed.");
        }

        if (LowersTheCatalogue(definition))
        {
            yield return new(name, string.Create(
                CultureInfo.InvariantCulture,
                $"It keeps the key '{definition.Key}' but is less sensitive than the catalogue says; a sensitivity is raised, never lowered."));
        }
    }

    /// <summary>A key says what a thing is, so two names of one key cannot differ in what it is.</summary>
    public static IEnumerable<TaxonomyMistake> ConflictingKeys(IEnumerable<(string Name, DataDefinition Definition)> named) =>
        from pair in named
        group pair by pair.Definition.Key into sameKey
        where sameKey.Select(pair => (
            pair.Definition.GetType(),
            pair.Definition.Kind,
            pair.Definition.Sensitivity,
            pair.Definition.SpecialCategories)).Distinct().Skip(1).Any()
        from pair in sameKey
        select new TaxonomyMistake(pair.Name, $"Another name has the key '{sameKey.Key}' with another kind or sensitivity; they must agree.");

    /// <summary>An object is collected as a whole, so its members cannot be for different purposes unless the whole is defined.</summary>
    public static IEnumerable<TaxonomyMistake> DividedParents(Dictionary<string, AttributeDefinition> traits) =>
        from pair in traits
        let stop = pair.Key.IndexOf('.', StringComparison.Ordinal)
        where stop > 0 && pair.Value.Purpose is not null
        group pair.Value.Purpose by pair.Key[..stop] into purposes
        where !traits.ContainsKey(purposes.Key) && purposes.Distinct().Skip(1).Any()
        select new TaxonomyMistake(purposes.Key, "Its members are collected for different purposes; define the whole with one.");

    private static bool LowersTheCatalogue(DataDefinition definition) =>
        StandardNames.ByKey.TryGetValue(definition.Key, out var standard)
        && standard.GetType() == definition.GetType()
        && (definition.Sensitivity < standard.Sensitivity
            || (standard.SpecialCategories & ~definition.SpecialCategories) != SpecialCategories.None
            || (standard.CaliforniaSensitive && !definition.CaliforniaSensitive));

    private static string Name(Party party) => party == Party.Second ? "second" : "third";
}
