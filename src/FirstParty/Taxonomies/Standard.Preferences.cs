namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>What the person prefers.</summary>
    public static class Preferences
    {
        /// <summary>The channels that the person prefers to be reached by. A preference is not a consent.</summary>
        public static AttributeDefinition Channel { get; } = new("preferences.channel", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.privacy_preferences",
            ValueName = "Channel[]",
            ValueType = AttributeValueType.List,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>How often the person wants to be reached.</summary>
        public static AttributeDefinition Frequency { get; } = new("preferences.frequency", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.privacy_preferences",
            ValueName = "Frequency",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>The products that the person says they prefer.</summary>
        public static AttributeDefinition Product { get; } = new("preferences.product", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.demographic.profile",
            ValueName = "string[]",
            ValueType = AttributeValueType.List,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }

    /// <summary>What the person is about to do.</summary>
    public static class Intent
    {
        /// <summary>What the person says they are about to buy.</summary>
        public static AttributeDefinition Purchase { get; } = new("intent.purchase", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.demographic.profile",
            ValueName = "Intent",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }

    /// <summary>What models say.</summary>
    public static class Score
    {
        /// <summary>How likely the person is to leave, as a model has it.</summary>
        public static AttributeDefinition Churn { get; } = new("score.churn", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "double",
            ValueType = AttributeValueType.Number,
            TypicalExplicitness = Explicitness.Inferred,
        };

        /// <summary>What the person will be worth, as a model has it.</summary>
        public static AttributeDefinition LifetimeValue { get; } = new("score.lifetimeValue", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "decimal",
            ValueType = AttributeValueType.Number,
            TypicalExplicitness = Explicitness.Inferred,
        };

        /// <summary>How likely the person is to do something, as a model has it.</summary>
        public static AttributeDefinition Propensity { get; } = new("score.propensity", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "double",
            ValueType = AttributeValueType.Number,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }
}
