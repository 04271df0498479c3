using System.Collections.Immutable;

namespace FirstParty.Taxonomies;

/// <summary>
/// What a computed value is: no more direct and no less sensitive than anything it was computed from. Independent of the order of its
/// inputs. Immutable.
/// </summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(h), 22</seealso>
public sealed record Derivation
{
    private Derivation(string model, Classification classification, ImmutableArray<Identity.FactId> inputs)
    {
        Model = model;
        Classification = classification;
        Inputs = inputs;
    }

    /// <summary>The name of the model that computed the value; it is the value's source.</summary>
    public string Model { get; }

    /// <summary>The value's classification: inferred, of the least direct party and the highest sensitivity of its inputs.</summary>
    public Classification Classification { get; }

    /// <summary>The facts it was computed from, each once, in their own order: what an access request and an objection ask for.</summary>
    public ImmutableArray<Identity.FactId> Inputs { get; }

    /// <summary>Classifies a value that was computed from facts.</summary>
    /// <param name="definition">What the value is, such as <c>Standard.Score.Churn</c>.</param>
    /// <param name="model">The name of the model that computed it.</param>
    /// <param name="inputs">The facts it was computed from; at least one.</param>
    /// <exception cref="ArgumentException">An argument is null, blank or empty.</exception>
    public static Derivation Combine(DataDefinition definition, string model, params IEnumerable<DerivationInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(inputs);
        var classification = new Classification
        {
            Outcome = ClassificationOutcome.Classified,
            Definition = definition,
            Explicitness = Explicitness.Inferred,
            Kind = definition.Kind,
        }.RaisedBy(definition.Sensitivity, definition.SpecialCategories);
        var facts = ImmutableSortedSet.CreateBuilder<Identity.FactId>();
        var party = Taxonomy.EffectiveParty(Party.Zero, Explicitness.Inferred);
        foreach (var input in inputs)
        {
            facts.Add(input.Fact);
            party = input.Party > party ? input.Party : party;
            classification = classification.RaisedBy(input.Sensitivity, input.SpecialCategories, input.HoldsNationalId);
        }

        return facts.Count > 0
            ? new(model, classification with { Party = party }, [.. facts])
            : throw new ArgumentException("A computed value has at least one input.", nameof(inputs));
    }
}
