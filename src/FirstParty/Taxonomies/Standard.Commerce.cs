namespace FirstParty.Taxonomies;

public static partial class Standard
{
    /// <summary>Shopping.</summary>
    public static class Commerce
    {
        /// <summary>The cart.</summary>
        public static class Cart
        {
            /// <summary>A line was put into the cart.</summary>
            public static EventDefinition ItemAdded { get; } = new("commerce.cart.itemAdded", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior",
                ValueName = "LineItem",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Product Added", "Wishlist Product Added to Cart"],
            };

            /// <summary>A line was taken out of the cart.</summary>
            public static EventDefinition ItemRemoved { get; } = new("commerce.cart.itemRemoved", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior",
                ValueName = "LineItem",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Product Removed"],
            };

            /// <summary>A cart was left without an order; computed from what did not happen.</summary>
            public static EventDefinition Abandoned { get; } = new("commerce.cart.abandoned", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Form = DataForm.Derived,
                Fideslang = "user.behavior",
                ValueName = "Cart",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Cart Abandoned"],
            };
        }

        /// <summary>Wish lists.</summary>
        public static class Wishlist
        {
            /// <summary>A product was put on a wish list: zero-party when the list is named or shared.</summary>
            public static EventDefinition ItemAdded { get; } = new("commerce.wishlist.itemAdded", DataKind.Qualitative)
            {
                PersonaClass = PersonaClass.AttitudePsychographic,
                Fideslang = "user.behavior",
                ValueName = "ProductRef",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Product Added to Wishlist"],
            };
        }

        /// <summary>Coupons.</summary>
        public static class Coupon
        {
            /// <summary>A coupon code was entered or applied.</summary>
            public static EventDefinition Redeemed { get; } = new("commerce.coupon.redeemed", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior.purchase_history",
                ValueName = "CouponCode",
                TypicalExplicitness = Explicitness.Implicit,
                WireNames = ["Coupon Applied", "Coupon Entered"],
            };
        }

        /// <summary>Orders.</summary>
        public static class Order
        {
            /// <summary>An order was placed. Its usual basis is the contract itself.</summary>
            public static EventDefinition Placed { get; } = new("commerce.order.placed", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior.purchase_history",
                ValueName = "Order",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Order Completed"],
            };

            /// <summary>An order was refunded.</summary>
            public static EventDefinition Refunded { get; } = new("commerce.order.refunded", DataKind.Quantitative)
            {
                PersonaClass = PersonaClass.BehaviourPersonality,
                Fideslang = "user.behavior.purchase_history",
                ValueName = "Refund",
                TypicalExplicitness = Explicitness.Explicit,
                WireNames = ["Order Refunded"],
            };
        }

        /// <summary>The products that the person keeps as favourites.</summary>
        public static AttributeDefinition Favourites { get; } = new("commerce.favourites", DataKind.Qualitative)
        {
            PersonaClass = PersonaClass.AttitudePsychographic,
            Fideslang = "user.demographic.profile",
            ValueName = "ProductRef[]",
            ValueType = AttributeValueType.List,
            TypicalParty = Party.Zero,
            TypicalExplicitness = Explicitness.Explicit,
        };
    }
}
