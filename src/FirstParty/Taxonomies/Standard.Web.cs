namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>What people do on a page.</summary>
    public static class Web
    {
        /// <summary>Pages.</summary>
        public static class Page
        {
            /// <summary>A page was viewed.</summary>
            public static EventDefinition Viewed { get; } = new("web.page.viewed", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Structure = DataStructure.SemiStructured,
                Fideslang = "user.behavior.browsing_history",
                ValueName = "PageView",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["(page call)", "Page Viewed"],
            };

            /// <summary>The person went from one page to another.</summary>
            public static EventDefinition Navigated { get; } = new("web.page.navigated", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Structure = DataStructure.SemiStructured,
                Fideslang = "user.behavior.browsing_history",
                ValueName = "Navigation{From,To}",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Page Navigated"],
            };

            /// <summary>How long a page was looked at.</summary>
            public static EventDefinition Dwelled { get; } = new("web.page.dwelled", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior.browsing_history",
                ValueName = "TimeSpan",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Page Engaged"],
            };

            /// <summary>How far down a page was read, from 0 to 1.</summary>
            public static EventDefinition Scrolled { get; } = new("web.page.scrolled", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior",
                ValueName = "double(0..1)",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Page Scrolled"],
            };
        }

        /// <summary>Elements of a page.</summary>
        public static class Element
        {
            /// <summary>A link or another element was clicked.</summary>
            public static EventDefinition Clicked { get; } = new("web.element.clicked", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Structure = DataStructure.SemiStructured,
                Fideslang = "user.behavior",
                ValueName = "ElementRef",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Element Clicked", "Link Clicked"],
            };
        }

        /// <summary>The pointer.</summary>
        public static class Pointer
        {
            /// <summary>
            /// The trace of the pointer over a page. It can work as a behavioural biometric: collect it only with good reason.
            /// </summary>
            public static EventDefinition Moved { get; } = new("web.pointer.moved", DataKind.Quantitative)
            {
                Sensitivity = Sensitivity.Confidential,
                PersonaClass = PersonaClass.BehaviourPersonality,
                Structure = DataStructure.Unstructured,
                Form = DataForm.Raw,
                Fideslang = "user.behavior",
                ValueName = "PointTrace",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Pointer Moved"],
            };
        }

        /// <summary>Forms.</summary>
        public static class Form
        {
            /// <summary>A form was begun and left.</summary>
            public static EventDefinition Abandoned { get; } = new("web.form.abandoned", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Structure = DataStructure.SemiStructured,
                Fideslang = "user.behavior",
                ValueName = "FormRef",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Form Abandoned"],
            };

            /// <summary>A form was sent.</summary>
            public static EventDefinition Submitted { get; } = new("web.form.submitted", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Structure = DataStructure.SemiStructured,
                Fideslang = "user.behavior",
                ValueName = "FormRef",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Form Submitted"],
            };
        }
    }
}
