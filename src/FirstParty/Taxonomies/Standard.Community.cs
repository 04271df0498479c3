namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Gatherings.</summary>
    public static class Event
    {
        /// <summary>A gathering was attended. Its topic can reveal special categories: a party meeting, a clinic.</summary>
        public static EventDefinition Attended { get; } = new("event.attended", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Form = DataForm.Raw,
            Fideslang = "user.behavior",
            ValueName = "EventRef",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Event Attended"],
        };

        /// <summary>The person signed up for a gathering.</summary>
        public static EventDefinition Registered { get; } = new("event.registered", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Fideslang = "user.behavior",
            ValueName = "EventRef",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Event Registered"],
        };
    }

    /// <summary>Social networks.</summary>
    public static class Social
    {
        /// <summary>A post was liked.</summary>
        public static EventDefinition Liked { get; } = new("social.liked", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.social",
            ValueName = "PostRef",
            TypicalParty = Party.Second,
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Social Liked"],
        };

        /// <summary>A post was commented on, in free text.</summary>
        public static EventDefinition Commented { get; } = new("social.commented", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.Unstructured,
            Form = DataForm.Raw,
            Fideslang = "user.social",
            ValueName = "text",
            TypicalParty = Party.Second,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Social Commented"],
        };

        /// <summary>An account was followed.</summary>
        public static EventDefinition Followed { get; } = new("social.followed", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.social",
            ValueName = "AccountRef",
            TypicalParty = Party.Second,
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Social Followed"],
        };
    }
}
