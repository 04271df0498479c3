namespace FirstParty.Taxonomies;

/// <summary>
/// The names of the Segment spec that the catalogue has no entry for, classified here, so that an unmodified client of that spec is
/// understood: e-commerce, accounts, mobile apps and live chat, and the reserved traits.
/// </summary>
/// <seealso href="https://segment.com/docs/connections/spec/ecommerce/v2/">Segment spec: e-commerce</seealso>
/// <seealso href="https://segment.com/docs/connections/spec/identify/#traits">Segment spec: traits</seealso>
internal static class SegmentSpec
{
    public static IEnumerable<DataDefinition> All => [.. Events, .. Traits];

    private static EventDefinition[] Events =>
    [
        Act("commerce.product.viewed", "user.behavior.browsing_history", "Product Viewed", "Product List Viewed"),
        Act("commerce.product.clicked", "user.behavior", "Product Clicked"),
        Act("commerce.product.filtered", "user.behavior.search_history", "Product List Filtered"),
        Act("commerce.cart.viewed", "user.behavior", "Cart Viewed"),
        Act("commerce.checkout.started", "user.behavior", "Checkout Started"),
        Act(
            "commerce.checkout.progressed", "user.behavior", "Checkout Step Viewed", "Checkout Step Completed", "Payment Info Entered"),
        Act("commerce.order.changed", "user.behavior.purchase_history", "Order Updated", "Order Cancelled"),
        Act("commerce.coupon.refused", "user.behavior", "Coupon Denied", "Coupon Removed"),
        Act("commerce.wishlist.itemRemoved", "user.behavior", "Product Removed from Wishlist"),
        Act("account.session", "user.account", "Signed In", "Signed Out"),
        Act("account.deleted", "user.account", "Account Deleted"),
        Act(
            "app.lifecycle",
            "user.telemetry",
            "Application Installed",
            "Application Opened",
            "Application Updated",
            "Application Backgrounded",
            "Application Foregrounded",
            "Application Crashed",
            "Application Uninstalled"),
        Act("email.reported", "user.behavior", "Email Marked as Spam"),
        Act(
            "support.chat",
            "user.content.private",
            "Live Chat Conversation Started",
            "Live Chat Conversation Ended",
            "Live Chat Message Sent",
            "Live Chat Message Received"),
    ];

    private static AttributeDefinition[] Traits =>
    [
        Trait("identity.name", DataKind.Identity, AttributeValueType.String, "user.name", "name"),
        Trait("identity.avatar", DataKind.Identity, AttributeValueType.String, "user.contact.url", "avatar"),
        Trait("identity.website", DataKind.Identity, AttributeValueType.String, "user.contact.url", "website"),
        Trait("identity.id", DataKind.Identity, AttributeValueType.Any, "user.unique_id", "id"),
        Trait("account.createdAt", DataKind.Descriptive, AttributeValueType.Any, "user.account", "createdAt"),
        Trait("account.plan", DataKind.Descriptive, AttributeValueType.String, "user.account", "plan"),
        Trait("account.logins", DataKind.Quantitative, AttributeValueType.Number, "user.account", "logins"),
        Trait("profession.companyIndustry", DataKind.Descriptive, AttributeValueType.String, "user.workplace", "industry"),
        Trait("profession.companySize", DataKind.Descriptive, AttributeValueType.Any, "user.workplace", "employees"),
        Trait("profile.description", DataKind.Qualitative, AttributeValueType.String, "user.demographic.profile", "description") with
        {
            Structure = DataStructure.Unstructured,
        },
    ];

    private static EventDefinition Act(string key, string fideslang, params string[] names) => new(key, DataKind.Quantitative)
    {
        PersonaClass = PersonaClass.BehaviourPersonality,
        Fideslang = fideslang,
        TypicalExplicitness = Explicitness.Implicit,
        WireNames = [.. names],
    };

    private static AttributeDefinition Trait(string key, DataKind kind, AttributeValueType type, string fideslang, string name) =>
        new(key, kind) { ValueType = type, Fideslang = fideslang, WireNames = [name] };
}
