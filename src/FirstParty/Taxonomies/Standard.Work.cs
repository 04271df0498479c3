namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>The person at work.</summary>
    public static class Profession
    {
        /// <summary>What the person does at work.</summary>
        public static AttributeDefinition Role { get; } = new("profession.role", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.job_title",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>Where the person works.</summary>
        public static AttributeDefinition Company { get; } = new("profession.company", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.workplace",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["company.name"],
        };

        /// <summary>The title at work.</summary>
        public static AttributeDefinition JobTitle { get; } = new("profession.jobTitle", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.job_title",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["title"],
        };

        /// <summary>The industry that the person works in.</summary>
        public static AttributeDefinition Industry { get; } = new("profession.industry", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualDemographic,
            Fideslang = "user.workplace",
            ValueName = "NaceCode",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Second,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }

    /// <summary>Paying.</summary>
    public static class Payment
    {
        /// <summary>How the person pays; never the card number.</summary>
        public static AttributeDefinition Method { get; } = new("payment.method", DataKind.Descriptive)
        {
            Sensitivity = Sensitivity.Confidential,
            Fideslang = "user.payment",
            ValueName = "PaymentMethod",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>A payment provider's token for a card; never the card number.</summary>
        public static AttributeDefinition CardToken { get; } = new("payment.cardToken", DataKind.Identity)
        {
            Sensitivity = Sensitivity.Confidential,
            CaliforniaSensitive = true,
            Fideslang = "user.financial.credit_card",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }
}
