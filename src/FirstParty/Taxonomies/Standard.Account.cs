namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>The account.</summary>
    public static class Account
    {
        /// <summary>Settings.</summary>
        public static class Settings
        {
            /// <summary>The person changed a setting of their account.</summary>
            public static EventDefinition Changed { get; } = new("account.settings.changed", DataKind.Quantitative)
            {
                Fideslang = "user.account.settings",
                ValueName = "SettingChange",
                TypicalParty = Party.Zero,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Settings Changed"],
            };
        }
    }

    /// <summary>Privacy choices.</summary>
    public static class Privacy
    {
        /// <summary>Consents.</summary>
        public static class Consent
        {
            /// <summary>The person changed a consent. The consent log is the truth; this event only mirrors it.</summary>
            public static EventDefinition Changed { get; } = new("privacy.consent.changed", DataKind.Quantitative)
            {
                Fideslang = "user.privacy_preferences",
                ValueName = "ConsentRef",
                TypicalParty = Party.Zero,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Consent Changed", "Segment Consent Preference Updated"],
            };
        }
    }

    /// <summary>Signing up.</summary>
    public static class Registration
    {
        /// <summary>Newsletters.</summary>
        public static class Newsletter
        {
            /// <summary>The person signed up for a newsletter.</summary>
            public static EventDefinition Submitted { get; } = new("registration.newsletter.submitted", DataKind.Descriptive)
            {
                Fideslang = "user.account",
                ValueName = "FormSubmission",
                TypicalParty = Party.Zero,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Newsletter Subscribed"],
            };
        }

        /// <summary>Webinars.</summary>
        public static class Webinar
        {
            /// <summary>The person signed up for a webinar.</summary>
            public static EventDefinition Submitted { get; } = new("registration.webinar.submitted", DataKind.Descriptive)
            {
                Fideslang = "user.account",
                ValueName = "FormSubmission",
                TypicalParty = Party.Zero,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Webinar Registered"],
            };
        }

        /// <summary>Early launches.</summary>
        public static class EarlyLaunch
        {
            /// <summary>The person signed up to hear of a launch early.</summary>
            public static EventDefinition Submitted { get; } = new("registration.earlyLaunch.submitted", DataKind.Descriptive)
            {
                Fideslang = "user.account",
                ValueName = "FormSubmission",
                TypicalParty = Party.Zero,
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Early Launch Registered"],
            };
        }

        /// <summary>Accounts.</summary>
        public static class Account
        {
            /// <summary>The person created an account.</summary>
            public static EventDefinition Created { get; } = new("registration.account.created", DataKind.Descriptive)
            {
                Fideslang = "user.account",
                ValueName = "FormSubmission",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Signed Up", "Account Created"],
            };
        }
    }
}
