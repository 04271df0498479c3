namespace FirstParty.Consent.Signals;

/// <summary>One publisher restriction.</summary>
/// <param name="PurposeId">The purpose's number, 0 to 63 as received.</param>
/// <param name="Type">What is restricted.</param>
/// <param name="Vendors">The vendors, as received: ranges may overlap and are in no order.</param>
public sealed record TcRestriction(int PurposeId, TcRestrictionType Type, IReadOnlyList<IdRange> Vendors)
{
    /// <summary>True when the restriction names the vendor.</summary>
    public bool AppliesTo(int vendorId)
    {
        foreach (var range in Vendors)
        {
            if (range.Contains(vendorId))
            {
                return true;
            }
        }

        return false;
    }
}
