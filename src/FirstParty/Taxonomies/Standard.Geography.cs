namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Where the person lives.</summary>
    public static class Geography
    {
        /// <summary>The country, as an ISO 3166 code; it decides which rules apply.</summary>
        public static AttributeDefinition Country { get; } = new("geography.country", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualGeographic,
            Fideslang = "user.contact.address.country",
            ValueName = "Iso3166",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["address.country"],
        };

        /// <summary>The city.</summary>
        public static AttributeDefinition City { get; } = new("geography.city", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualGeographic,
            Fideslang = "user.contact.address.city",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["address.city"],
        };

        /// <summary>The district of a city.</summary>
        public static AttributeDefinition District { get; } = new("geography.district", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualGeographic,
            Form = DataForm.Derived,
            Fideslang = "user.location.imprecise",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Inferred,
        };

        /// <summary>The postal code.</summary>
        public static AttributeDefinition PostalCode { get; } = new("geography.postalCode", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualGeographic,
            Fideslang = "user.contact.address.postal_code",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["address.postalCode"],
        };

        /// <summary>Whether the person lives in a city, a suburb or the countryside.</summary>
        public static AttributeDefinition Urbanicity { get; } = new("geography.urbanicity", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.FactualGeographic,
            Form = DataForm.Derived,
            Fideslang = "user.location.imprecise",
            ValueName = "Urban;Suburban;Rural",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Third,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }
}
