namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Facts about the person and the household.</summary>
    public static class Demographics
    {
        /// <summary>The age, in years or as a range; it decides whether the person is a child (GDPR 8).</summary>
        public static AttributeDefinition Age { get; } = new("demographics.age", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic.age_range",
            ValueName = "int or AgeRange",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["age"],
        };

        /// <summary>The date of birth.</summary>
        public static AttributeDefinition DateOfBirth { get; } = new("demographics.dateOfBirth", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic.date_of_birth",
            ValueName = "DateOnly",
            ValueType = AttributeValueType.Instant,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["birthday"],
        };

        /// <summary>The gender, as stated. Can be a special category when it reveals a transition.</summary>
        public static AttributeDefinition Gender { get; } = new("demographics.gender", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic.gender",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["gender"],
        };

        /// <summary>The highest education.</summary>
        public static AttributeDefinition Education { get; } = new("demographics.education", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic",
            ValueName = "EducationLevel",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>The income, as a range.</summary>
        public static AttributeDefinition Income { get; } = new("demographics.income", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.Confidential,
            PersonaClass = PersonaClass.FactualDemographic,
            Form = DataForm.Derived,
            Fideslang = "user.financial",
            ValueName = "MoneyRange",
            TypicalParty = Party.Third,
            TypicalExplicitness = Explicitness.Inferred,
        };

        /// <summary>How the person lives: a flat, a house, owned or rented.</summary>
        public static AttributeDefinition Housing { get; } = new("demographics.housing", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Form = DataForm.Derived,
            Fideslang = "user.demographic",
            ValueName = "HousingType",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Third,
            TypicalExplicitness = Explicitness.Inferred,
        };

        /// <summary>The socioeconomic class. Usually inferred: mind the right to object and automated decisions (GDPR 21, 22).</summary>
        public static AttributeDefinition SocioeconomicClass { get; } = new("demographics.socioeconomicClass", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.Confidential,
            PersonaClass = PersonaClass.FactualDemographic,
            Form = DataForm.Derived,
            Fideslang = "user.demographic",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Third,
            TypicalExplicitness = Explicitness.Inferred,
        };

        /// <summary>Whether the person is married. A partner's name can reveal the sexual orientation (CJEU C-184/20).</summary>
        public static AttributeDefinition MaritalStatus { get; } = new("demographics.maritalStatus", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic.marital_status",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>How many live in the household.</summary>
        public static AttributeDefinition HouseholdSize { get; } = new("demographics.householdSize", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic",
            ValueName = "int",
            ValueType = AttributeValueType.Number,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>Whether there are children in the household; says nothing about the children themselves.</summary>
        public static AttributeDefinition HasChildren { get; } = new("demographics.hasChildren", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic",
            ValueName = "bool",
            ValueType = AttributeValueType.Boolean,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>The language, as a BCP 47 tag.</summary>
        public static AttributeDefinition Language { get; } = new("demographics.language", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.demographic.language",
            ValueName = "Bcp47",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }
}
