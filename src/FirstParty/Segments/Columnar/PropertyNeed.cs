namespace FirstParty.Segments.Columnar;

/// <summary>What rules read of the events of a selection: the numbers of a property, or which values it has.</summary>
/// <param name="Of">The property; null for the local days.</param>
/// <param name="Zone">The zone of the days; null for a property.</param>
/// <param name="IsNumeric">Whether numbers are read, and not values.</param>
internal sealed record PropertyNeed(string? Of, TimeZoneInfo? Zone, bool IsNumeric)
{
    /// <summary>What a figure reads; null when it reads nothing but times.</summary>
    public static PropertyNeed? For(FigureKind kind, string? of, TimeZoneInfo? zone) =>
        of is null && zone is null ? null : new PropertyNeed(of, zone, kind is >= FigureKind.Numbers and <= FigureKind.Max);
}
