namespace FirstParty.Identity;

/// <summary>
/// Who had a shared device when. Built from the events that named the device together with a unique identifier; a function of their set.
/// </summary>
internal sealed class Tenancy
{
    private readonly List<(long Time, Identifier Owner)> _signIns = [];
    private bool _sorted;

    /// <summary>Everybody who signed in on it, as often as they did.</summary>
    public IEnumerable<Identifier> Owners => _signIns.Select(signIn => signIn.Owner);

    public void Add(long time, Identifier owner)
    {
        _signIns.Add((time, owner));
        _sorted = false;
    }

    /// <summary>Whether two or more people, aliases counted once, signed in on it.</summary>
    public bool IsShared(AliasClasses aliases) =>
        _signIns.Count > 1 && _signIns.Select(signIn => aliases.ClassOf(signIn.Owner)).Distinct().Skip(1).Any();

    /// <summary>The latest owner who had signed in by a time, else the first owner. There must be one.</summary>
    public Identifier OwnerAt(long time)
    {
        Sort();
        var (low, high) = (0, _signIns.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _signIns[middle].Time <= time ? (middle + 1, high) : (low, middle);
        }

        return _signIns[Math.Max(0, low - 1)].Owner;
    }

    private void Sort()
    {
        if (!_sorted)
        {
            _signIns.Sort(static (x, y) => x.Time.CompareTo(y.Time) is var byTime and not 0 ? byTime : AliasClasses.Compare(x.Owner, y.Owner));
            _sorted = true;
        }
    }
}
