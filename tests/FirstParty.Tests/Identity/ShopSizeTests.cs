using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

/// <summary>Resolution of a shop of the size of the CDNOW data set, whose every order is known to be somebody's.</summary>
/// <seealso href="https://www.brucehardie.com/datasets/">Fader and Hardie: 23,570 customers, 69,659 purchases</seealso>
public sealed class ShopSizeTests
{
    private const int Customers = 23_570;
    private const int Orders = 69_659;

    [Test]
    public void Resolve_FindsEveryCustomer_AndGivesThemTheirOrders()
    {
        var (orders, owners) = Generate(new Random(1997));
        var resolution = IdentityResolver.Resolve(IdentityRules.Default, Shuffles.Shuffle(new Random(1), [.. orders]));

        resolution.Profiles.Length.ShouldBe(Customers);
        orders.Where((order, number) => resolution.Attribution[order.Id].Profile != owners[number]).ShouldBeEmpty();
    }

    // Everybody signs in once on a device of their own; one customer in fifty also uses their neighbour's. Whoever orders without signing in is
    // whoever signed in last on that device, which is walked through here as it happened.
    private static (List<IdentityAssertion> Orders, List<ProfileId> Owners) Generate(Random random)
    {
        var (orders, owners, tenants) = (new List<IdentityAssertion>(Orders), new List<ProfileId>(Orders), new Dictionary<Identifier, ProfileId>());
        for (var number = 0; number < Orders; number++)
        {
            var person = number < Customers ? number : random.Next(Customers);
            var neighbours = number >= Customers && person % 50 == 1 && random.Next(3) == 0;
            var device = Identifier.AnonymousId($"device-{(neighbours ? person - 1 : person)}-{(number < Customers || neighbours ? 0 : random.Next(2))}");
            var signsIn = neighbours || random.Next(2) == 0 || !tenants.ContainsKey(device);
            var customer = Identifier.UserId($"customer-{person}");
            if (signsIn)
            {
                tenants[device] = ProfileId.Of(customer);
            }

            owners.Add(tenants[device]);
            orders.Add(new EventAssertion
            {
                Id = FactId.Of("orders", $"{number}"),
                OccurredAt = DateTimeOffset.UnixEpoch.AddMinutes(number),
                Identifiers = signsIn ? [customer, device] : [device],
            });
        }

        return (orders, owners);
    }
}
