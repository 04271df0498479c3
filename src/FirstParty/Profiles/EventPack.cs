using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// Events side by side in a few arrays that hold no references, so that many fit and a garbage collection need not look at them: what a person's events
/// have in common is kept once, their properties as UTF-8. Only grows. Without the context and the fingerprint, which nobody is shown. Not thread-safe.
/// </summary>
internal sealed class EventPack
{
    private const int LatestShapes = 8;
    private const int ShapeBytes = 240;
    private const int EventBytes = 40;
    private const int IdentifierBytes = 120;

    private readonly List<LoggedEvent> _shapes = new(1); // Most people do one kind of thing, or a few.
    private Packed[] _events = [];
    private byte[] _properties = [];
    private int _written;
    private long _shapeBytes;

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>How much memory they take.</summary>
    public long Bytes => ((long)EventBytes * _events.Length) + _properties.Length + _shapeBytes;

    /// <summary>An event, unpacked anew each time.</summary>
    public LoggedEvent this[int index]
    {
        get
        {
            var packed = _events[index];
            var shape = _shapes[packed.Shape];
            var length = (index + 1 < Count ? _events[index + 1].Start : _written) - packed.Start;
            return shape with
            {
                Id = IdOf(packed),
                OccurredAt = new DateTimeOffset(packed.OccurredAt, TimeSpan.Zero),
                ReceivedAt = new DateTimeOffset(packed.ReceivedAt, TimeSpan.Zero),
                Properties = length == 0 ? Attributes.Empty : Attributes.FromUtf8(_properties.AsMemory(packed.Start, length)),
            };
        }
    }

    /// <summary>The ids of all events.</summary>
    public IEnumerable<FactId> Ids => _events.Take(Count).Select(IdOf);

    /// <summary>The events from one on, in the order in which they were added.</summary>
    public IEnumerable<LoggedEvent> From(int index) => Enumerable.Range(index, Count - index).Select(place => this[place]);

    /// <summary>Makes room for just so many events.</summary>
    public void Reserve(int events, int properties)
    {
        Array.Resize(ref _events, Count + events);
        Array.Resize(ref _properties, _written + properties);
    }

    public void Add(LoggedEvent logged)
    {
        var properties = ReferenceEquals(logged.Properties, Attributes.Empty) ? default : logged.Properties.ToUtf8().Span;
        if (Count == _events.Length)
        {
            Array.Resize(ref _events, Grown(Count, 1));
        }

        if (_written + properties.Length > _properties.Length)
        {
            Array.Resize(ref _properties, Grown(_written, properties.Length));
        }

        properties.CopyTo(_properties.AsSpan(_written));
        _events[Count++] = new Packed(
            (ulong)(logged.Id.Key >> 64), (ulong)logged.Id.Key, logged.OccurredAt.UtcTicks, logged.ReceivedAt.UtcTicks, _written, ShapeOf(logged));
        _written += properties.Length;
    }

    private static int Grown(int count, int more) => Math.Max(checked(count + more), (int)Math.Min(Array.MaxLength, count + (count >> 1) + 4L));

    private FactId IdOf(Packed packed) => new(_shapes[packed.Shape].Id.Source, new UInt128(packed.KeyHigh, packed.KeyLow));

    private int ShapeOf(LoggedEvent logged)
    {
        for (var shape = _shapes.Count - 1; shape >= Math.Max(0, _shapes.Count - LatestShapes); shape--)
        {
            if (Fits(_shapes[shape], logged))
            {
                return shape;
            }
        }

        _shapes.Add(logged with
        {
            Id = new FactId(logged.Id.Source, 0),
            Fingerprint = 0,
            Identifiers = IsAnchorAlone(logged) ? [] : logged.Identifiers,
            Properties = Attributes.Empty,
            Context = Attributes.Empty,
        });
        _shapeBytes += ShapeBytes + (sizeof(char) * logged.Name.Length) + (logged.Stamps.Length * (long)IdentifierBytes)
            + _shapes[^1].Identifiers.Sum(identifier => (long)IdentifierBytes + (sizeof(char) * (identifier.Namespace.Length + identifier.Value.Length)));
        return _shapes.Count - 1;
    }

    private static bool Fits(LoggedEvent shape, LoggedEvent logged) =>
        shape.Name == logged.Name && shape.Kind == logged.Kind && shape.Id.Source == logged.Id.Source && shape.Anchor == logged.Anchor
        && shape.Strength == logged.Strength && shape.Party == logged.Party && shape.Explicitness == logged.Explicitness
        && shape.Sensitivity == logged.Sensitivity && shape.SpecialCategories == logged.SpecialCategories
        && shape.ConsentSequence == logged.ConsentSequence && shape.GroupId == logged.GroupId
        && (IsAnchorAlone(logged) ? shape.Identifiers.IsEmpty : shape.Identifiers.AsSpan().SequenceEqual(logged.Identifiers.AsSpan()))
        && shape.Stamps.AsSpan().SequenceEqual(logged.Stamps.AsSpan());

    private static bool IsAnchorAlone(LoggedEvent logged) => logged.Identifiers is [] || (logged.Identifiers is [var only] && only == logged.Anchor);

    /// <summary>One event, less what it shares with others.</summary>
    private readonly record struct Packed(ulong KeyHigh, ulong KeyLow, long OccurredAt, long ReceivedAt, int Start, int Shape);
}
