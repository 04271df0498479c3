namespace FirstParty.Segments.Rules;

/// <summary><c>geoIn</c>: the value is a point (as with <c>near</c>) inside a polygon whose edges are straight in latitude and longitude.</summary>
public sealed record PolygonCondition : ValueCondition
{
    /// <summary>Tests a place.</summary>
    /// <exception cref="ArgumentException">There are under three corners or too many, or one is not on Earth.</exception>
    public PolygonCondition(ValueList<GeoPoint> corners)
    {
        Corners = RuleLimits.CheckList(corners, nameof(corners), least: 3);
        if (corners.Any(corner => !corner.IsValid))
        {
            throw new ArgumentException("A latitude is −90 to 90, a longitude −180 to 180.", nameof(corners));
        }
    }

    /// <summary>The corners in order; the last is joined to the first.</summary>
    public ValueList<GeoPoint> Corners { get; }

    /// <inheritdoc />
    public override string Name => "geoIn";

    /// <summary>Whether a point is inside, by the even-odd rule.</summary>
    public bool Contains(GeoPoint point)
    {
        var inside = false;
        for (int i = 0, j = Corners.Count - 1; i < Corners.Count; j = i++)
        {
            var (a, b) = (Corners[i], Corners[j]);
            if (a.Latitude > point.Latitude != b.Latitude > point.Latitude
                && point.Longitude < ((b.Longitude - a.Longitude) * (point.Latitude - a.Latitude) / (b.Latitude - a.Latitude)) + a.Longitude)
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
