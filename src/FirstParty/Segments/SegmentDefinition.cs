using System.Security.Cryptography;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>A named segment: who is in it, for which purpose, in which time zone. Immutable; checked by <see cref="SegmentSet.Create"/>.</summary>
public sealed record SegmentDefinition
{
    /// <summary>The id: lower-case letters, digits, <c>-</c> and <c>_</c>, starting with a letter or digit; at most 100 characters.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>A description for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The purpose that the segment serves, or null. The rule then sees only what the person permits for that purpose, and nobody who does not
    /// permit it is a member.
    /// </summary>
    public string? Purpose { get; init; }

    /// <summary>The IANA zone of days and calendar windows, <c>profile</c> for the person's trait <c>timezone</c>, or null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Who is in it.</summary>
    public required SegmentRule When { get; init; }

    /// <summary>The version of the JSON format that this definition needs, which is what it is written as.</summary>
    public int Version => FormatVersion.Of(When);

    /// <summary>
    /// Sixteen hexadecimal digits of a hash over what decides membership (rule, purpose, zone), so that a store can tell that a definition changed.
    /// Names and descriptions do not count.
    /// </summary>
    public string Fingerprint()
    {
        var meaning = this with { Name = null, Description = null };
        return Convert.ToHexStringLower(SHA256.HashData(SegmentJson.WriteUtf8(meaning)))[..16];
    }
}
