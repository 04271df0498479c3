namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Visits.</summary>
    public static class Session
    {
        /// <summary>A visit began.</summary>
        public static EventDefinition Started { get; } = new("session.started", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.telemetry",
            ValueName = "SessionInfo",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Session Started"],
        };

        /// <summary>A recording of a visit. Mask what was typed, and keep it briefly.</summary>
        public static EventDefinition Recorded { get; } = new("session.recorded", DataKind.Quantitative)
        {
            Sensitivity = Sensitivity.Confidential,
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.Unstructured,
            Form = DataForm.Raw,
            Fideslang = "user.behavior",
            ValueName = "Uri/blob ref",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Session Recorded"],
        };
    }

    /// <summary>Searching.</summary>
    public static class Search
    {
        /// <summary>The person searched. The query is free text and can reveal special categories: scan it before it is stored.</summary>
        public static EventDefinition Performed { get; } = new("search.performed", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Structure = DataStructure.Unstructured,
            Fideslang = "user.behavior.search_history",
            ValueName = "string",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Products Searched", "Site Searched"],
        };
    }

    /// <summary>Files and pages as content.</summary>
    public static class Content
    {
        /// <summary>A file was downloaded.</summary>
        public static EventDefinition Downloaded { get; } = new("content.downloaded", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.behavior.media_consumption",
            ValueName = "ContentRef",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["File Downloaded"],
        };

        /// <summary>A page, product or cart was shared.</summary>
        public static EventDefinition Shared { get; } = new("content.shared", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.social",
            ValueName = "ContentRef,Channel",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Product Shared", "Cart Shared", "Content Shared"],
        };
    }

    /// <summary>Videos.</summary>
    public static class Video
    {
        /// <summary>
        /// A video was watched, or a part of one. In the United States a title together with an identity needs a consent of its own
        /// (VPPA).
        /// </summary>
        public static EventDefinition Watched { get; } = new("video.watched", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.behavior.media_consumption",
            ValueName = "VideoProgress",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames =
            [
                "Video Playback Started", "Video Playback Paused", "Video Playback Resumed", "Video Playback Completed",
                "Video Content Playing", "Video Content Completed",
            ],
        };
    }

    /// <summary>Advertisements and promotions.</summary>
    public static class Ad
    {
        /// <summary>An advertisement or a promotion was shown.</summary>
        public static EventDefinition Viewed { get; } = new("ad.viewed", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.behavior",
            ValueName = "AdRef",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Promotion Viewed"],
        };

        /// <summary>An advertisement or a promotion was clicked.</summary>
        public static EventDefinition Clicked { get; } = new("ad.clicked", DataKind.Quantitative)
        {
            PersonaClass = PersonaClass.BehaviourPersonality,
            Structure = DataStructure.SemiStructured,
            Fideslang = "user.behavior",
            ValueName = "AdRef",
            TypicalExplicitness = Explicitness.Implicit,
            WireNames = ["Promotion Clicked", "Ad Clicked"],
        };
    }
}
