namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Games.</summary>
    public static class Game
    {
        /// <summary>A game was played.</summary>
        public static EventDefinition Played { get; } = new("game.played", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.behavior",
            ValueName = "GameResult",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Game Played"],
        };
    }

    /// <summary>Competitions.</summary>
    public static class Competition
    {
        /// <summary>A competition was entered.</summary>
        public static EventDefinition Entered { get; } = new("competition.entered", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.content",
            ValueName = "Entry",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Competition Entered"],
        };
    }

    /// <summary>Surveys.</summary>
    public static class Survey
    {
        /// <summary>A survey was answered; each question is an attribute of its own, with its own sensitivity.</summary>
        public static EventDefinition Answered { get; } = new("survey.answered", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.SemiStructured,
            Form = DataForm.Raw,
            Fideslang = "user.content.private",
            ValueName = "SurveyResponse",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Survey Answered"],
        };

        /// <summary>How likely the person is to recommend the brand, from 0 to 10.</summary>
        public static AttributeDefinition Nps { get; } = new("survey.nps", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.content.private",
            ValueName = "int(0..10)",
            ValueType = AttributeValueType.Number,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }

    /// <summary>Reviews.</summary>
    public static class Review
    {
        /// <summary>A review was written.</summary>
        public static EventDefinition Submitted { get; } = new("review.submitted", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.Unstructured,
            Form = DataForm.Raw,
            Fideslang = "user.content.public",
            ValueName = "Review",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Product Reviewed"],
        };

        /// <summary>The stars of a review, from 1 to 5.</summary>
        public static AttributeDefinition Rating { get; } = new("review.rating", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.content.public",
            ValueName = "int(1..5)",
            ValueType = AttributeValueType.Number,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }

    /// <summary>Feedback.</summary>
    public static class Feedback
    {
        /// <summary>Feedback was given, in free text.</summary>
        public static EventDefinition Submitted { get; } = new("feedback.submitted", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.Unstructured,
            Form = DataForm.Raw,
            Fideslang = "user.content.private",
            ValueName = "text",
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
            WireNames = ["Feedback Submitted"],
        };
    }
}
