namespace FirstParty.Segments.Rules;

/// <summary>
/// <c>near</c>: the value is an object with <c>lat</c> and <c>lon</c> (or <c>lng</c>, or <c>latitude</c> and <c>longitude</c>) no further from
/// a point than so many kilometres.
/// </summary>
public sealed record NearCondition : ValueCondition
{
    /// <summary>Tests a distance.</summary>
    /// <exception cref="ArgumentException">The centre is not on Earth, or the distance is not over zero and at most 20,100 km.</exception>
    public NearCondition(GeoPoint centre, double kilometres)
    {
        Centre = centre.IsValid ? centre : throw new ArgumentException("A latitude is −90 to 90, a longitude −180 to 180.", nameof(centre));
        Kilometres = kilometres is > 0 and <= 20_100
            ? kilometres
            : throw new ArgumentException("A distance is over zero and at most 20,100 km.", nameof(kilometres));
    }

    /// <summary>The point.</summary>
    public GeoPoint Centre { get; }

    /// <summary>The greatest distance in kilometres, inclusive.</summary>
    public double Kilometres { get; }

    /// <inheritdoc />
    public override string Name => "near";
}
