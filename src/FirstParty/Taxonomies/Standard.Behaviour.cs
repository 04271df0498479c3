namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Movement.</summary>
    public static class Movement
    {
        /// <summary>Where the person usually goes. Can reveal health or religion.</summary>
        public static AttributeDefinition Patterns { get; } = new("movement.patterns", DataKind.Quantitative)
        {
            Sensitivity = Sensitivity.Confidential,
            CaliforniaSensitive = true,
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Form = DataForm.Derived,
            Fideslang = "user.location.precise",
            ValueName = "PlaceVisit[]",
            ValueType = AttributeValueType.List,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }

    /// <summary>Behaviour online.</summary>
    public static class DigitalBehaviour
    {
        /// <summary>How the person behaves online, summed up.</summary>
        public static AttributeDefinition Profile { get; } = new("digitalBehaviour.profile", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Derived,
            Fideslang = "user.behavior",
            ValueName = "WeightedTopic[]",
            ValueType = AttributeValueType.List,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }

    /// <summary>Personality.</summary>
    public static class Personality
    {
        /// <summary>The type of personality. Zero-party and explicit when it comes from a test that the person took.</summary>
        public static AttributeDefinition Type { get; } = new("personality.type", DataKind.Qualitative)
        {
            Sensitivity = Sensitivity.Confidential,
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Inferred,
        };

        /// <summary>What moves the person to act.</summary>
        public static AttributeDefinition Triggers { get; } = new("personality.triggers", DataKind.Qualitative)
        {
            Sensitivity = Sensitivity.Confidential,
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "string[]",
            ValueType = AttributeValueType.List,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }
}
