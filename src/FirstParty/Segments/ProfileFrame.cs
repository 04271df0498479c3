using FirstParty.Profiles;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// A view read once into the form that compiled rules evaluate without allocating: a slot for each trait and a time-sorted column for each
/// selection of events that some rule uses. Worth keeping as long as the view stays the same. Thread-safe.
/// </summary>
public sealed class ProfileFrame
{
    private readonly FrameLayout _layout;
    private readonly EventColumn?[] _columns;

    internal ProfileFrame(FrameLayout layout, ProfileView view)
    {
        (_layout, View, _columns) = (layout, view, new EventColumn?[layout.Columns.Count]);
        Slots = layout.Traits.Count == 0 ? [] : new TraitSlot[layout.Traits.Count];
        for (var i = 0; i < Slots.Length; i++)
        {
            Slots[i] = TraitSlot.Of(layout.Traits[i], view);
        }

        Standings = layout.Purposes.Count == 0 ? [] : new ConsentStanding[layout.Purposes.Count];
        for (var i = 0; i < Standings.Length; i++)
        {
            Standings[i] = LeafEvaluator.StandingOf(layout.Purposes[i], view);
        }

        FirstSeen = view.FirstSeen?.UtcTicks ?? long.MaxValue;
        NewestTrait = view.Traits.IsEmpty ? 0 : view.Traits.Values.Max(trait => trait.OccurredAt.UtcTicks);
        NewestFact = Math.Max(NewestTrait, view.Events.Newest?.UtcTicks ?? 0);
    }

    /// <summary>What an earlier frame read, and further events.</summary>
    private ProfileFrame(ProfileFrame earlier, ProfileView view)
    {
        (_layout, View, _columns) = (earlier._layout, view, earlier._columns);
        (Slots, Standings, NewestTrait) = (earlier.Slots, earlier.Standings, earlier.NewestTrait);
        FirstSeen = view.FirstSeen?.UtcTicks ?? long.MaxValue;
        NewestFact = Math.Max(NewestTrait, view.Events.Newest?.UtcTicks ?? 0);
        var further = view.Events.From(earlier.View.Events.Count);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i]?.Append(_layout.Columns[i], further);
        }
    }

    /// <summary>The view.</summary>
    public ProfileView View { get; }

    internal TraitSlot[] Slots { get; }

    internal ConsentStanding[] Standings { get; }

    internal long FirstSeen { get; }

    /// <summary>The time of the newest trait: before it, some slots hold what is not known yet.</summary>
    internal long NewestTrait { get; }

    /// <summary>The time of the newest fact of all.</summary>
    internal long NewestFact { get; }

    /// <summary>
    /// The frame of a view, from this one where the view only adds events to this one's: it takes over what was read, and this frame must not be used any
    /// more. Null where more than that has changed.
    /// </summary>
    internal ProfileFrame? Continue(ProfileView view) =>
        view.Events.Continues(View.Events) && ReferenceEquals(view.Traits, View.Traits)
        && ReferenceEquals(view.Permitted, View.Permitted) && ReferenceEquals(view.Statuses, View.Statuses)
            ? new ProfileFrame(this, view)
            : null;

    internal bool IsOf(FrameLayout layout) => ReferenceEquals(layout, _layout);

    /// <summary>Lets go all events that have been read, but those that rules look at one by one. For one thread at a time.</summary>
    internal void Release()
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i] is { HoldsEvents: true } column && !_layout.IsWhole(i))
            {
                column.Release(_layout.PropertiesOf(i));
            }
        }
    }

    internal EventColumn Column(int index) => _columns[index] ??= EventColumn.Of(_layout.Columns[index], View.Events);
}
