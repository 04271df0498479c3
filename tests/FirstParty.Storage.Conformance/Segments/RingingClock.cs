namespace FirstParty.Storage.Conformance.Segments;

/// <summary>A clock that stands still until it is moved, and then rings every timer that came due on the way, each at its time.</summary>
public sealed class RingingClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset until;
        lock (_lock)
        {
            until = _now + by;
        }

        while (TakeDue(until) is { } due)
        {
            due.Ring();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private Alarm? TakeDue(DateTimeOffset until)
    {
        lock (_lock)
        {
            var due = _alarms.Where(alarm => alarm.At <= until).MinBy(alarm => alarm.At);
            _now = due?.At is { } at && at > _now ? at : due is null ? until : _now;
            due?.Clear();
            return due;
        }
    }

    private sealed class Alarm(RingingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? At { get; private set; }

        public void Ring() => callback(state);

        public void Clear() => At = null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var rings = false;
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
                At = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                rings = dueTime == TimeSpan.Zero;
                if (rings)
                {
                    At = null;
                }

                clock._alarms.Add(this);
            }

            if (rings)
            {
                _ = Task.Run(Ring);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
