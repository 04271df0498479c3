namespace FirstParty.Segments.Migration;

/// <summary>
/// Takes over rules from other systems. What cannot be expressed is listed, and then there is no rule; where their languages contradict themselves on
/// missing values and kinds, the rule says what this library says, and the difference is noted. Thread-safe.
/// </summary>
public static class SegmentImport
{
    /// <summary>A condition on attributes in the manner of MongoDB, as GrowthBook's targeting uses.</summary>
    /// <exception cref="SegmentFormatException">The text is no JSON.</exception>
    /// <seealso href="https://docs.growthbook.io/lib/build-your-own#evalcondition">GrowthBook: conditions</seealso>
    public static ImportedRule FromMongo(string json) => new MongoImporter().Run(json);

    /// <summary>The Boolean subset of JsonLogic.</summary>
    /// <exception cref="SegmentFormatException">The text is no JSON.</exception>
    /// <seealso href="https://jsonlogic.com/operations.html">JsonLogic: operations</seealso>
    public static ImportedRule FromJsonLogic(string json) => new JsonLogicImporter().Run(json);

    /// <summary>A segment definition of Dittofeed.</summary>
    /// <exception cref="SegmentFormatException">The text is no JSON.</exception>
    public static ImportedRule FromDittofeed(string json) => new DittofeedImporter().Run(json);

    /// <summary>
    /// The filters of a cohort of PostHog. Page views become <c>Page Viewed</c>; other cohorts are referred to as the segments <c>cohort-</c> and their
    /// number.
    /// </summary>
    /// <exception cref="SegmentFormatException">The text is no JSON.</exception>
    public static ImportedRule FromPostHog(string json) => new PostHogImporter().Run(json);
}
