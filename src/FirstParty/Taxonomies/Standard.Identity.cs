namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Who the person is and how to reach them.</summary>
    public static class Identity
    {
        /// <summary>Names.</summary>
        public static class Name
        {
            /// <summary>The given name.</summary>
            public static AttributeDefinition First { get; } = new("identity.name.first", DataKind.Identity)
            {
                PersonaClass = PersonaClass.FactualDemographic,
                Fideslang = "user.name.first",
                ValueName = "string",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["firstName"],
            };

            /// <summary>The family name.</summary>
            public static AttributeDefinition Last { get; } = new("identity.name.last", DataKind.Identity)
            {
                PersonaClass = PersonaClass.FactualDemographic,
                Fideslang = "user.name.last",
                ValueName = "string",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["lastName"],
            };
        }

        /// <summary>The e-mail address.</summary>
        public static AttributeDefinition Email { get; } = new("identity.email", DataKind.Identity)
        {
            Fideslang = "user.contact.email",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["email"],
        };

        /// <summary>The telephone number.</summary>
        public static AttributeDefinition Phone { get; } = new("identity.phone", DataKind.Identity)
        {
            Fideslang = "user.contact.phone_number",
            ValueName = "string(E.164)",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["phone"],
        };

        /// <summary>The host's own customer id.</summary>
        public static AttributeDefinition CustomerId { get; } = new("identity.customerId", DataKind.Identity)
        {
            Fideslang = "user.unique_id",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["(userId)"],
        };

        /// <summary>A browser's or device's pseudonymous id; still personal data.</summary>
        public static AttributeDefinition AnonymousId { get; } = new("identity.anonymousId", DataKind.Identity)
        {
            Fideslang = "user.unique_id.pseudonymous",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["(anonymousId)"],
        };

        /// <summary>The name of the account.</summary>
        public static AttributeDefinition Username { get; } = new("identity.username", DataKind.Identity)
        {
            Fideslang = "user.account.username",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["username"],
        };

        /// <summary>A name or address in a social network.</summary>
        public static AttributeDefinition SocialHandle { get; } = new("identity.socialHandle", DataKind.Identity)
        {
            Fideslang = "user.contact.url",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>Postal addresses.</summary>
        public static class Address
        {
            /// <summary>The address that goods are sent to. The newest is believed.</summary>
            public static AttributeDefinition Shipping { get; } = new("identity.address.shipping", DataKind.Identity)
            {
                PersonaClass = PersonaClass.FactualGeographic,
                Fideslang = "user.contact.address",
                ValueName = "PostalAddress",
                ValueType = AttributeValueType.Object,
                Conflict = ConflictRule.MostRecent,
                TypicalExplicitness = Explicitness.Explicit,
            };

            /// <summary>The address that invoices are sent to.</summary>
            public static AttributeDefinition Billing { get; } = new("identity.address.billing", DataKind.Identity)
            {
                PersonaClass = PersonaClass.FactualGeographic,
                Fideslang = "user.contact.address",
                ValueName = "PostalAddress",
                ValueType = AttributeValueType.Object,
                TypicalExplicitness = Explicitness.Explicit,
            };

            /// <summary>The street of a postal address.</summary>
            public static AttributeDefinition Street { get; } = new("identity.address.street", DataKind.Identity)
            {
                PersonaClass = PersonaClass.FactualGeographic,
                Fideslang = "user.contact.address.street",
                ValueName = "string",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["address.street"],
            };
        }

        /// <summary>National identification numbers.</summary>
        public static class NationalId
        {
            /// <summary>
            /// The Swedish personal or coordination number; it encodes the birth date and the legal sex. Holding it needs a justification
            /// (GDPR 87, Swedish Act 2018:218 ch. 3 s. 10).
            /// </summary>
            public static AttributeDefinition Personnummer { get; } = new("identity.nationalId.personnummer", DataKind.Identity)
            {
                Sensitivity = Sensitivity.NationalId,
                CaliforniaSensitive = true,
                PersonaClass = PersonaClass.FactualDemographic,
                Fideslang = "user.government_id.national_identification_number",
                ValueName = "Personnummer",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Explicit,
            };

            /// <summary>Any other national identification number. Holding it needs a justification (GDPR 87).</summary>
            public static AttributeDefinition Other { get; } = new("identity.nationalId.other", DataKind.Identity)
            {
                Sensitivity = Sensitivity.NationalId,
                CaliforniaSensitive = true,
                PersonaClass = PersonaClass.FactualDemographic,
                Fideslang = "user.government_id",
                ValueName = "NationalId{Country,Value}",
                ValueType = AttributeValueType.Object,
                TypicalExplicitness = Explicitness.Explicit,
            };
        }
    }
}
