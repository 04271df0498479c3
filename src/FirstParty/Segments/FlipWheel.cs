using System.Numerics;
using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>
/// Who must be looked at again, and when: at most one instant a profile, set and moved in constant time. A hierarchical timing wheel: six rings of
/// 64 slots, the finest of about a tenth of a second; within a slot instants stay exact to the tick. Not thread-safe.
/// </summary>
/// <remarks>A cache of a store's flips: after a restart it is filled from <see cref="SegmentStore.ReadDueFlipsAsync"/>.</remarks>
/// <seealso href="https://doi.org/10.1145/41457.37504">Varghese and Lauck, Hashed and hierarchical timing wheels, 1987</seealso>
public sealed class FlipWheel
{
    private const int Levels = 6;
    private const int SlotBits = 6;
    private const int Slots = 1 << SlotBits;
    private const int FinestBits = 20;
    private const int None = -1;

    private readonly Dictionary<Guid, int> _entryOf = [];
    private readonly int[] _heads = new int[Levels * Slots];
    private readonly ulong[] _occupied = new ulong[Levels];
    private Entry[] _entries = new Entry[16];
    private int _free = None;
    private int _used;
    private long _now;

    /// <summary>An empty wheel.</summary>
    /// <param name="now">The instant it stands at. UTC.</param>
    public FlipWheel(DateTimeOffset now)
    {
        _now = now.UtcTicks;
        Array.Fill(_heads, None);
    }

    /// <summary>How many profiles wait.</summary>
    public int Count => _entryOf.Count;

    /// <summary>
    /// An instant no later than the earliest that waits, at which <see cref="Advance"/> is worth calling; null when none waits. It may be early by
    /// the width of a slot, and then the next is nearer. UTC.
    /// </summary>
    public DateTimeOffset? NextWake
    {
        get
        {
            var earliest = long.MaxValue;
            for (var level = 0; level < Levels; level++)
            {
                earliest = _occupied[level] == 0 ? earliest : Math.Min(earliest, WakeOf(level));
            }

            return earliest == long.MaxValue ? null : new DateTimeOffset(earliest, TimeSpan.Zero);
        }
    }

    /// <summary>Sets, moves or (with null) removes the instant of a profile.</summary>
    public void Schedule(ProfileFlip flip)
    {
        var (profile, at) = (flip.Profile.Value, flip.At);
        if (_entryOf.TryGetValue(profile, out var index))
        {
            Unlink(index);
            if (at is not null)
            {
                Link(index, at.Value.UtcTicks);
                return;
            }

            _entryOf.Remove(profile);
            _entries[index].Next = _free;
            _free = index;
        }
        else if (at is not null)
        {
            index = Take();
            _entries[index].Profile = profile;
            _entryOf.Add(profile, index);
            Link(index, at.Value.UtcTicks);
        }
    }

    /// <summary>Sets the instant of a profile unless it waits for an earlier one.</summary>
    public void BringForward(ProfileFlip flip)
    {
        if (flip.At is { } at && (!_entryOf.TryGetValue(flip.Profile.Value, out var index) || at.UtcTicks < _entries[index].At))
        {
            Schedule(flip);
        }
    }

    /// <summary>Moves on to an instant and takes out the profiles whose instants are at or before it.</summary>
    /// <returns>Those profiles with their instants, in no particular order.</returns>
    public IReadOnlyList<ProfileFlip> Advance(DateTimeOffset now)
    {
        var due = new List<ProfileFlip>();
        var from = _now;
        _now = Math.Max(_now, now.UtcTicks);
        for (var level = 0; level < Levels; level++)
        {
            Sweep(level, from, due);
        }

        return due;
    }

    private static int Shift(int level) => FinestBits + (level * SlotBits);

    // Everything in the slots that the time has reached is taken out, and what is not due yet is linked anew, nearer.
    private void Sweep(int level, long from, List<ProfileFlip> due)
    {
        var (first, last) = (from >> Shift(level), _now >> Shift(level));
        for (var step = first; _occupied[level] != 0 && step <= last && step < first + Slots; step++)
        {
            var slot = (level * Slots) + (int)(step & (Slots - 1));
            var index = _heads[slot];
            _heads[slot] = None;
            _occupied[level] &= ~(1UL << (int)(step & (Slots - 1)));
            while (index != None)
            {
                var next = _entries[index].Next;
                Settle(index, due);
                index = next;
            }
        }
    }

    private void Settle(int index, List<ProfileFlip> due)
    {
        ref var entry = ref _entries[index];
        if (entry.At > _now)
        {
            Link(index, entry.At);
            return;
        }

        due.Add(new ProfileFlip(new ProfileId(entry.Profile), new DateTimeOffset(entry.At, TimeSpan.Zero)));
        _entryOf.Remove(entry.Profile);
        entry.Next = _free;
        _free = index;
    }

    private void Link(int index, long at)
    {
        // The ring in whose reach the instant is: what is past goes where the next sweep begins.
        var reach = Math.Max(at, _now);
        var level = 0;
        while (level < Levels - 1 && (reach >> Shift(level)) - (_now >> Shift(level)) >= Slots)
        {
            level++;
        }

        var step = Math.Min(reach >> Shift(level), (_now >> Shift(level)) + Slots - 1);
        var slot = (level * Slots) + (int)(step & (Slots - 1));
        var head = _heads[slot];
        ref var entry = ref _entries[index];
        (entry.At, entry.Slot, entry.Previous, entry.Next) = (at, slot, None, head);
        if (head != None)
        {
            _entries[head].Previous = index;
        }

        _heads[slot] = index;
        _occupied[level] |= 1UL << (slot & (Slots - 1));
    }

    private void Unlink(int index)
    {
        ref var entry = ref _entries[index];
        if (entry.Next != None)
        {
            _entries[entry.Next].Previous = entry.Previous;
        }

        if (entry.Previous != None)
        {
            _entries[entry.Previous].Next = entry.Next;
            return;
        }

        _heads[entry.Slot] = entry.Next;
        if (entry.Next == None)
        {
            _occupied[entry.Slot >> SlotBits] &= ~(1UL << (entry.Slot & (Slots - 1)));
        }
    }

    private int Take()
    {
        if (_free != None)
        {
            var index = _free;
            _free = _entries[index].Next;
            return index;
        }

        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _used);
        }

        return _used++;
    }

    // In the finest ring the earliest instant of the first slot; in others the beginning of the first slot, when it is spread out again.
    private long WakeOf(int level)
    {
        var step = _now >> Shift(level);
        var ahead = BitOperations.TrailingZeroCount(BitOperations.RotateRight(_occupied[level], (int)(step & (Slots - 1))));
        if (level > 0)
        {
            return Math.Max(_now, (step + ahead) << Shift(level));
        }

        var earliest = long.MaxValue;
        for (var index = _heads[(int)((step + ahead) & (Slots - 1))]; index != None; index = _entries[index].Next)
        {
            earliest = Math.Min(earliest, _entries[index].At);
        }

        return earliest;
    }

    private struct Entry
    {
        public Guid Profile;
        public long At;
        public int Slot;
        public int Previous;
        public int Next;
    }
}
