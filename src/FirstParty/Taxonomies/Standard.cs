using System.Collections.Immutable;

namespace FirstParty.Taxonomies;

/// <summary>
/// The standard catalogue: what the data of a shop or a service usually is, with its classification. A host maps its own names to these;
/// the names of the Segment spec are mapped already. Each has a key (<c>commerce.order.placed</c>) that is also its path here.
/// </summary>
/// <seealso href="https://segment.com/docs/connections/spec/">Segment spec</seealso>
public static partial class Standard
{
    /// <summary>All definitions of the catalogue, each once.</summary>
    public static ImmutableArray<DataDefinition> All { get; } =
    [
        Web.Page.Viewed, Web.Page.Navigated, Web.Page.Dwelled, Web.Page.Scrolled, Web.Element.Clicked, Web.Pointer.Moved,
        Web.Form.Abandoned, Web.Form.Submitted,
        Session.Started, Session.Recorded,
        Search.Performed,
        Content.Downloaded, Content.Shared,
        Video.Watched,
        Ad.Viewed, Ad.Clicked,
        Commerce.Cart.ItemAdded, Commerce.Cart.ItemRemoved, Commerce.Cart.Abandoned, Commerce.Wishlist.ItemAdded, Commerce.Coupon.Redeemed,
        Commerce.Order.Placed, Commerce.Order.Refunded, Commerce.Favourites,
        Email.Delivered, Email.Opened, Email.Clicked, Email.Bounced, Email.Unsubscribed,
        Account.Settings.Changed,
        Privacy.Consent.Changed,
        Registration.Newsletter.Submitted, Registration.Webinar.Submitted, Registration.EarlyLaunch.Submitted, Registration.Account.Created,
        Identity.Name.First, Identity.Name.Last, Identity.Email, Identity.Phone, Identity.CustomerId, Identity.AnonymousId,
        Identity.Username, Identity.SocialHandle, Identity.Address.Shipping, Identity.Address.Billing, Identity.Address.Street,
        Identity.NationalId.Personnummer, Identity.NationalId.Other,
        Profession.Role, Profession.Company, Profession.JobTitle, Profession.Industry,
        Payment.Method, Payment.CardToken,
        Support.Ticket.Opened, Support.Conversation, Support.Satisfaction,
        Loyalty.Club.Joined, Loyalty.Tier, Loyalty.Points.Balance, Loyalty.Points.Earned, Loyalty.Points.Redeemed,
        Game.Played,
        Competition.Entered,
        Survey.Answered, Survey.Nps,
        Warranty.Registered,
        Review.Submitted, Review.Rating,
        Feedback.Submitted,
        Event.Attended, Event.Registered,
        Social.Liked, Social.Commented, Social.Followed,
        Demographics.Age, Demographics.DateOfBirth, Demographics.Gender, Demographics.Education, Demographics.Income, Demographics.Housing,
        Demographics.SocioeconomicClass, Demographics.MaritalStatus, Demographics.HouseholdSize, Demographics.HasChildren,
        Demographics.Language,
        Geography.Country, Geography.City, Geography.District, Geography.PostalCode, Geography.Urbanicity,
        Device.Geo.Approximate, Device.Geo.Precise, Device.Model, Device.Type, Device.Os.Name, Device.Os.Version, Device.Browser.Name,
        Device.Browser.Version, Device.Id, Device.CookieId, Device.IpAddress, Device.Fingerprint,
        Interests.Topics, Interests.Inferred,
        Consumption.Habits,
        Lifestyle.Segment,
        Values.Attitudes,
        Movement.Patterns,
        DigitalBehaviour.Profile,
        Personality.Type, Personality.Triggers,
        Preferences.Channel, Preferences.Frequency, Preferences.Product,
        Intent.Purchase,
        Score.Churn, Score.LifetimeValue, Score.Propensity,
        Sensitive.PoliticalOpinion, Sensitive.EthnicOrigin, Sensitive.Health, Sensitive.Religion, Sensitive.TradeUnion,
        Sensitive.SexualOrientation, Sensitive.SexLife, Sensitive.Genetic, Sensitive.BiometricTemplate, Sensitive.CriminalRecord,
    ];
}
