using FirstParty.Identity;
using FirstParty.Privacy;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace WebShop.Inspection;

/// <summary>One person as the operator sees them.</summary>
/// <param name="Export">Everything that is kept.</param>
/// <param name="Seen">The person as each purpose may see them, in the order of the purposes.</param>
/// <param name="Segments">Every segment with the reason why the person is in it, or is not.</param>
/// <param name="VisibleToAdvertising">The events that advertising may see; all others are withheld from it.</param>
public sealed record InspectedProfile(
    PersonExport Export,
    IReadOnlyList<Profile> Seen,
    IReadOnlyList<(SegmentDefinition Definition, SegmentExplanation Explanation)> Segments,
    IReadOnlySet<FactId> VisibleToAdvertising);
