namespace FirstParty.Segments.Compiled;

/// <summary>A node of a compiled rule. Immutable; evaluating allocates nothing.</summary>
internal abstract class PlanNode
{
    /// <summary>Stands for "never" among flips.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Roughly what evaluating costs, so that cheap nodes are asked first.</summary>
    public virtual int Cost => 1;

    public abstract bool Holds(in PlanContext context);

    /// <summary>The earliest instant after now, in UTC ticks, at which the answer can change; no fact of the frame is after now.</summary>
    public virtual long NextFlip(in PlanContext context) => Never;
}
