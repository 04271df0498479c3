namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Interests.</summary>
    public static class Interests
    {
        /// <summary>The topics that the person says they care about.</summary>
        public static AttributeDefinition Topics { get; } = new("interests.topics", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.demographic.profile",
            ValueName = "string[]",
            ValueType = AttributeValueType.List,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>The topics that the person seems to care about.</summary>
        public static AttributeDefinition Inferred { get; } = new("interests.inferred", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "WeightedTopic[]",
            ValueType = AttributeValueType.List,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }

    /// <summary>Consumption.</summary>
    public static class Consumption
    {
        /// <summary>What and how the person usually buys.</summary>
        public static AttributeDefinition Habits { get; } = new("consumption.habits", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "WeightedTopic[]",
            ValueType = AttributeValueType.List,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }

    /// <summary>Lifestyle.</summary>
    public static class Lifestyle
    {
        /// <summary>The lifestyle that a model puts the person in.</summary>
        public static AttributeDefinition Segment { get; } = new("lifestyle.segment", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Form = DataForm.Derived,
            Fideslang = "user.demographic.profile",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Third,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }

    /// <summary>Values.</summary>
    public static class Values
    {
        /// <summary>What the person holds to be right or important. Can drift into beliefs, a special category.</summary>
        public static AttributeDefinition Attitudes { get; } = new("values.attitudes", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.demographic.profile",
            ValueName = "Statement[]",
            ValueType = AttributeValueType.List,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }
}
