namespace FirstParty.Taxonomies;

/// <summary>How many names a taxonomy was asked about and did not know, since it was built.</summary>
/// <param name="Rejected">Those refused, unknown sources included.</param>
/// <param name="Quarantined">Those set aside.</param>
/// <param name="Accepted">Those accepted as unclassified.</param>
public readonly record struct UnknownKeyCounts(long Rejected, long Quarantined, long Accepted);
