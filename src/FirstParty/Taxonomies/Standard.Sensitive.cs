namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Special categories of GDPR 9, and criminal records of GDPR 10.</summary>
    public static class Sensitive
    {
        /// <summary>A political opinion.</summary>
        public static AttributeDefinition PoliticalOpinion { get; } = new("sensitive.politicalOpinion", DataKind.Qualitative)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.PoliticalOpinions,
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.demographic.political_opinion",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>The racial or ethnic origin.</summary>
        public static AttributeDefinition EthnicOrigin { get; } = new("sensitive.ethnicOrigin", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.RacialOrEthnicOrigin,
            CaliforniaSensitive = true,
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic.race_ethnicity",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>Anything about health.</summary>
        public static AttributeDefinition Health { get; } = new("sensitive.health", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.Health,
            CaliforniaSensitive = true,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.health_and_medical",
            ValueName = "HealthFact",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>A religious or philosophical belief.</summary>
        public static AttributeDefinition Religion { get; } = new("sensitive.religion", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.ReligiousOrPhilosophicalBeliefs,
            CaliforniaSensitive = true,
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.demographic.religious_belief",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>The membership in a trade union. Fideslang has no category for it.</summary>
        public static AttributeDefinition TradeUnion { get; } = new("sensitive.tradeUnion", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.TradeUnionMembership,
            CaliforniaSensitive = true,
            PersonaClass = PersonaClass.FactualDemographic,
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>The sexual orientation.</summary>
        public static AttributeDefinition SexualOrientation { get; } = new("sensitive.sexualOrientation", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.SexualOrientation,
            CaliforniaSensitive = true,
            Fideslang = "user.demographic.sexual_orientation",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>Anything about sex life. Fideslang has no category for it.</summary>
        public static AttributeDefinition SexLife { get; } = new("sensitive.sexLife", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.SexLife,
            CaliforniaSensitive = true,
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>Genetic data.</summary>
        public static AttributeDefinition Genetic { get; } = new("sensitive.genetic", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.Genetic,
            CaliforniaSensitive = true,
            Structure = DataStructure.Unstructured,
            Fideslang = "user.health_and_medical.genetic",
            ValueName = "blob ref",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>A biometric template that identifies a person uniquely.</summary>
        public static AttributeDefinition BiometricTemplate { get; } = new("sensitive.biometricTemplate", DataKind.Identity)
        {
            Sensitivity = Sensitivity.SpecialCategory,
            SpecialCategories = SpecialCategories.Biometric,
            CaliforniaSensitive = true,
            Structure = DataStructure.Unstructured,
            Fideslang = "user.biometric",
            ValueName = "blob ref",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>Criminal convictions and offences (GDPR 10).</summary>
        public static AttributeDefinition CriminalRecord { get; } = new("sensitive.criminalRecord", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.CriminalOffence,
            Fideslang = "user.criminal_history",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Third,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }
}
