using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>What each purpose may see of a person at one instant, made when it is first asked for.</summary>
internal sealed class PersonViews(Func<string, ProfileView> make, string purpose = EvaluateStep.DefaultPurpose)
{
    private readonly Dictionary<string, ProfileView> _views = new(StringComparer.Ordinal);

    public PersonViews(PersonFacts person, ProfileMerger merger, DateTimeOffset at, string purpose = EvaluateStep.DefaultPurpose)
        : this(read => merger.View(person, read, at), purpose)
    {
    }

    /// <summary>The view of a purpose; of null, that of segments that name none.</summary>
    public ProfileView For(string? own)
    {
        var read = own ?? purpose;
        return _views.TryGetValue(read, out var view) ? view : _views[read] = make(read);
    }
}
