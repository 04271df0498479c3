namespace FirstParty.AspNetCore.Requests;

/// <summary>Roughly where somebody is. Nothing finer than a city: that would be another purpose.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code, such as <c>SE</c>; null when unknown.</param>
/// <param name="Region">Name or code of the region; null when unknown.</param>
/// <param name="City">Name of the city; null when unknown.</param>
public sealed record GeoLocation(string? Country, string? Region = null, string? City = null);
