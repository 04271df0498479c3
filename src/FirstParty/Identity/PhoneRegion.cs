using System.Collections.Frozen;

namespace FirstParty.Identity;

/// <summary>How a country writes its numbers at home: its code, the prefix that is dropped abroad, and the digits after it.</summary>
internal sealed record PhoneRegion(string CountryCode, string Trunk, bool TrunkOptional, int MinLength, int MaxLength)
{
    private static readonly FrozenDictionary<string, PhoneRegion> Plans = new Dictionary<string, PhoneRegion>(StringComparer.OrdinalIgnoreCase)
    {
        ["US"] = new("1", "1", true, 10, 10), ["CA"] = new("1", "1", true, 10, 10),
        ["GB"] = new("44", "0", false, 7, 10), ["IE"] = new("353", "0", false, 7, 9),
        ["SE"] = new("46", "0", false, 6, 9), ["FI"] = new("358", "0", false, 5, 11),
        ["NO"] = new("47", "", true, 8, 8), ["DK"] = new("45", "", true, 8, 8), ["IS"] = new("354", "", true, 7, 7),
        ["DE"] = new("49", "0", false, 6, 13), ["AT"] = new("43", "0", false, 6, 13), ["CH"] = new("41", "0", false, 9, 9),
        ["FR"] = new("33", "0", false, 9, 9), ["BE"] = new("32", "0", false, 8, 9), ["NL"] = new("31", "0", false, 9, 9),
        ["LU"] = new("352", "", true, 6, 9), ["ES"] = new("34", "", true, 9, 9), ["PT"] = new("351", "", true, 9, 9),
        ["IT"] = new("39", "", true, 8, 11), ["GR"] = new("30", "", true, 10, 10), ["PL"] = new("48", "", true, 9, 9),
        ["CZ"] = new("420", "", true, 9, 9), ["SK"] = new("421", "0", false, 9, 9), ["HU"] = new("36", "06", false, 8, 9),
        ["RO"] = new("40", "0", false, 9, 9), ["BG"] = new("359", "0", false, 7, 9), ["HR"] = new("385", "0", false, 8, 9),
        ["SI"] = new("386", "0", false, 8, 8), ["RS"] = new("381", "0", false, 7, 10), ["EE"] = new("372", "", true, 7, 8),
        ["LV"] = new("371", "", true, 8, 8), ["LT"] = new("370", "0", true, 8, 8), ["UA"] = new("380", "0", false, 9, 9),
        ["TR"] = new("90", "0", true, 10, 10), ["IL"] = new("972", "0", false, 8, 9), ["AE"] = new("971", "0", false, 8, 9),
        ["IN"] = new("91", "0", true, 10, 10), ["JP"] = new("81", "0", false, 9, 10), ["KR"] = new("82", "0", false, 8, 10),
        ["CN"] = new("86", "0", true, 10, 11), ["HK"] = new("852", "", true, 8, 8), ["SG"] = new("65", "", true, 8, 8),
        ["AU"] = new("61", "0", false, 9, 9), ["NZ"] = new("64", "0", false, 8, 10), ["ZA"] = new("27", "0", false, 9, 9),
        ["NG"] = new("234", "0", false, 8, 10), ["KE"] = new("254", "0", false, 9, 9), ["EG"] = new("20", "0", false, 8, 10),
        ["BR"] = new("55", "0", true, 10, 11), ["MX"] = new("52", "", true, 10, 10), ["AR"] = new("54", "0", true, 10, 11),
        ["CL"] = new("56", "", true, 9, 9), ["CO"] = new("57", "", true, 10, 10), ["PE"] = new("51", "0", true, 8, 9),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static PhoneRegion? Find(string region) => Plans.GetValueOrDefault(region);

    public bool Fits(int length) => length >= MinLength && length <= MaxLength;
}
