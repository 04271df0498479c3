namespace FirstParty.Taxonomies;

/// <summary>Which part of a marketing persona a datum fills in.</summary>
public enum PersonaClass : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>Facts: age, gender, household, work.</summary>
    FactualDemographic,

    /// <summary>Facts: where the person lives or is.</summary>
    FactualGeographic,

    /// <summary>Attitudes: interests, lifestyle, opinions, values.</summary>
    AttitudePsychographic,

    /// <summary>Behaviour and personality: what the person does and why.</summary>
    BehaviourPersonality,
}
