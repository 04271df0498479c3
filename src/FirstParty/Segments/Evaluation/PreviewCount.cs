using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Segments.Evaluation;

/// <summary>Counts whom a segment holds, person by person.</summary>
internal sealed class PreviewCount(SegmentSet set, string segment, DateTimeOffset now, int sample)
{
    private readonly int _index = set.Compiled.IndexOf(segment);
    private readonly string? _purpose = set[segment].Purpose;
    private readonly List<ProfileId> _named = [];
    private readonly SortedDictionary<ConsentStatus, int> _withheld = [];
    private (int People, int Members, long Facts) _counts;

    public SegmentPreview Result => new(_counts.People, _counts.Members, _withheld.Values.Sum(), _named)
    {
        WithheldBecause = _withheld, FactsWithheld = _counts.Facts,
    };

    public void Add(ProfileView view)
    {
        _counts.People++;
        if (_purpose is not null && !view.Permitted.Contains(_purpose))
        {
            var status = view.Statuses.GetValueOrDefault(_purpose);
            _withheld[status] = _withheld.GetValueOrDefault(status) + 1;
            return;
        }

        _counts.Facts += view.Withheld;
        if (set.Compiled.IsMember(_index, set.Compiled.Encode(view), now) && ++_counts.Members <= sample)
        {
            _named.Add(view.Id);
        }
    }
}
