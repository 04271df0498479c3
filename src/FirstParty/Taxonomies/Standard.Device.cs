namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>The device, and where it is.</summary>
    public static class Device
    {
        /// <summary>Where the device is.</summary>
        public static class Geo
        {
            /// <summary>A position to 500 metres or coarser.</summary>
            public static AttributeDefinition Approximate { get; } = new("device.geo.approximate", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.FactualGeographic,
                Form = DataForm.RealTime,
                Fideslang = "user.location.imprecise",
                ValueName = "GeoPoint(>=500 m)",
                ValueType = AttributeValueType.Object,
                TypicalExplicitness = Explicitness.Implicit,
            };

            /// <summary>A position finer than 500 metres. In the TCF an opt-in of its own.</summary>
            public static AttributeDefinition Precise { get; } = new("device.geo.precise", DataKind.Quantitative)
            {
                Sensitivity = Sensitivity.Confidential,
                CaliforniaSensitive = true,
                PersonaClass = PersonaClass.FactualGeographic,
                Form = DataForm.RealTime,
                Fideslang = "user.location.precise",
                ValueName = "GeoPoint(<500 m)",
                ValueType = AttributeValueType.Object,
                TypicalExplicitness = Explicitness.Implicit,
            };
        }

        /// <summary>The model of the device.</summary>
        public static AttributeDefinition Model { get; } = new("device.model", DataKind.Descriptive)
        {
            Form = DataForm.RealTime,
            Fideslang = "user.device",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Implicit,
        };

        /// <summary>The type of the device: phone, tablet, desktop.</summary>
        public static AttributeDefinition Type { get; } = new("device.type", DataKind.Descriptive)
        {
            Form = DataForm.RealTime,
            Fideslang = "user.device",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Implicit,
        };

        /// <summary>The operating system.</summary>
        public static class Os
        {
            /// <summary>The operating system.</summary>
            public static AttributeDefinition Name { get; } = new("device.os.name", DataKind.Descriptive)
            {
                Form = DataForm.RealTime,
                Fideslang = "user.device",
                ValueName = "string",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Implicit,
            };

            /// <summary>The version of the operating system.</summary>
            public static AttributeDefinition Version { get; } = new("device.os.version", DataKind.Descriptive)
            {
                Form = DataForm.RealTime,
                Fideslang = "user.device",
                ValueName = "Version",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Implicit,
            };
        }

        /// <summary>The browser.</summary>
        public static class Browser
        {
            /// <summary>The browser.</summary>
            public static AttributeDefinition Name { get; } = new("device.browser.name", DataKind.Descriptive)
            {
                Form = DataForm.RealTime,
                Fideslang = "user.device",
                ValueName = "string",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Implicit,
            };

            /// <summary>The version of the browser.</summary>
            public static AttributeDefinition Version { get; } = new("device.browser.version", DataKind.Descriptive)
            {
                Form = DataForm.RealTime,
                Fideslang = "user.device",
                ValueName = "Version",
                ValueType = AttributeValueType.String,
                TypicalExplicitness = Explicitness.Implicit,
            };
        }

        /// <summary>The device's id.</summary>
        public static AttributeDefinition Id { get; } = new("device.id", DataKind.Identity)
        {
            Form = DataForm.RealTime,
            Fideslang = "user.device.device_id",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Implicit,
        };

        /// <summary>The id in a cookie.</summary>
        public static AttributeDefinition CookieId { get; } = new("device.cookieId", DataKind.Identity)
        {
            Form = DataForm.RealTime,
            Fideslang = "user.device.cookie_id",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Implicit,
        };

        /// <summary>The IP address. Truncate it before it is stored, unless it is kept for security.</summary>
        public static AttributeDefinition IpAddress { get; } = new("device.ipAddress", DataKind.Identity)
        {
            PersonaClass = PersonaClass.FactualGeographic,
            Form = DataForm.RealTime,
            Fideslang = "user.device.ip_address",
            ValueName = "IPAddress",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Implicit,
        };

        /// <summary>A fingerprint computed from what the device reveals. In the TCF an opt-in of its own.</summary>
        public static AttributeDefinition Fingerprint { get; } = new("device.fingerprint", DataKind.Identity)
        {
            Sensitivity = Sensitivity.Confidential,
            Form = DataForm.Derived,
            Fideslang = "user.unique_id.pseudonymous",
            ValueName = "string",
            ValueType = AttributeValueType.String,
            TypicalExplicitness = Explicitness.Inferred,
        };
    }
}
