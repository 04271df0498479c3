namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>What becomes of messages.</summary>
    public static class Email
    {
        /// <summary>A message was delivered.</summary>
        public static EventDefinition Delivered { get; } = new("email.delivered", DataKind.Quantitative)
        {
            Fideslang = "user.behavior",
            ValueName = "MessageRef",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Email Delivered"],
        };

        /// <summary>
        /// A message was opened. Seen by a tracking pixel, which reads the device (ePrivacy 5(3)), and inflated by mail clients that
        /// prefetch.
        /// </summary>
        public static EventDefinition Opened { get; } = new("email.opened", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Fideslang = "user.behavior",
            ValueName = "MessageRef",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Email Opened"],
        };

        /// <summary>A link in a message was clicked.</summary>
        public static EventDefinition Clicked { get; } = new("email.clicked", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Fideslang = "user.behavior",
            ValueName = "MessageRef,Link",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Email Link Clicked"],
        };

        /// <summary>A message could not be delivered.</summary>
        public static EventDefinition Bounced { get; } = new("email.bounced", DataKind.Quantitative)
        {
            Fideslang = "user.contact.email",
            ValueName = "MessageRef,Code",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Email Bounced"],
        };

        /// <summary>The person unsubscribed. The consent log must hold the withdrawal; this event only mirrors it.</summary>
        public static EventDefinition Unsubscribed { get; } = new("email.unsubscribed", DataKind.Quantitative)
        {
            Fideslang = "user.privacy_preferences",
            ValueName = "MessageRef,Purpose",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Unsubscribed"],
        };
    }
}
