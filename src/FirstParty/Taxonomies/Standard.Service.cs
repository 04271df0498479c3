namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Support.</summary>
    public static class Support
    {
        /// <summary>Tickets.</summary>
        public static class Ticket
        {
            /// <summary>A support ticket was opened.</summary>
            public static EventDefinition Opened { get; } = new("support.ticket.opened", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.content.private",
                ValueName = "TicketRef",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Support Ticket Opened"],
            };
        }

        /// <summary>What was said to support. Free text: scan it before it is stored.</summary>
        public static AttributeDefinition Conversation { get; } = new("support.conversation", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.Unstructured,
            Fideslang = "user.content.private",
            ValueName = "text",
            ValueType = AttributeValueType.String,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };

        /// <summary>How satisfied the person was with the support.</summary>
        public static AttributeDefinition Satisfaction { get; } = new("support.satisfaction", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.content.private",
            ValueName = "int",
            ValueType = AttributeValueType.Number,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }

    /// <summary>The loyalty club.</summary>
    public static class Loyalty
    {
        /// <summary>The club itself.</summary>
        public static class Club
        {
            /// <summary>The person joined the loyalty club. Its usual basis is the contract itself.</summary>
            public static EventDefinition Joined { get; } = new("loyalty.club.joined", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.account",
                ValueName = "ClubRef",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Loyalty Club Joined"],
            };
        }

        /// <summary>The level in the loyalty club.</summary>
        public static AttributeDefinition Tier { get; } = new("loyalty.tier", DataKind.Descriptive)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Derived,
            Fideslang = "user.account",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Implicit,
        };

        /// <summary>Points.</summary>
        public static class Points
        {
            /// <summary>The points that are left.</summary>
            public static AttributeDefinition Balance { get; } = new("loyalty.points.balance", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Form = DataForm.Derived,
                Fideslang = "user.account",
                ValueName = "decimal",
                ValueType = AttributeValueType.Number,
                TypicalExplicitness = Explicitness.Implicit,
            };

            /// <summary>Points were earned.</summary>
            public static EventDefinition Earned { get; } = new("loyalty.points.earned", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.account",
                ValueName = "decimal",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Loyalty Points Earned"],
            };

            /// <summary>Points were used.</summary>
            public static EventDefinition Redeemed { get; } = new("loyalty.points.redeemed", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior.purchase_history",
                ValueName = "decimal",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Loyalty Points Redeemed"],
            };
        }
    }

    /// <summary>Warranties.</summary>
    public static class Warranty
    {
        /// <summary>A product was registered for its warranty.</summary>
        public static EventDefinition Registered { get; } = new("warranty.registered", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Raw,
            Fideslang = "user.behavior.purchase_history",
            ValueName = "ProductRef,Serial",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Warranty Registered"],
        };
    }
}
