using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// A trait that is computed from events whenever it is read, never stored: lifetime value, last category, number of sessions. Rules use it by name as
/// they use any trait: see <see cref="ComputedTraits"/>. Immutable and thread-safe.
/// </summary>
/// <example><code>
/// new ComputedTrait("ltv", new EventFigure(["Order Completed"], EventNumber.Sum, "total"))
/// </code></example>
public sealed class ComputedTrait
{
    /// <summary>A number computed from events.</summary>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    public ComputedTrait(string name, EventFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        (Name, Selection) = (RuleLimits.CheckName(name, nameof(name)), figure.Selection);
        Make = test => new EventMeasure.Number(figure.Number, figure.Of, ToNumberTest(test));
        Compute = (events, context) => EventSelection.Compute(figure.Measure, events, context.Zone) is { } number ? number : null;
    }

    /// <summary>A value or values of a property.</summary>
    /// <param name="name">The trait's name.</param>
    /// <param name="events">The names of the events.</param>
    /// <param name="pick">Which of the values.</param>
    /// <param name="of">The property.</param>
    /// <param name="within">The window, or null.</param>
    /// <param name="where">What each event must pass, or null.</param>
    /// <exception cref="ArgumentException">A name is blank or too long.</exception>
    public ComputedTrait(
        string name, ValueList<string> events, ComputedValue pick, string of, EventWindow? within = null, SegmentRule? where = null)
    {
        (Name, Selection) = (RuleLimits.CheckName(name, nameof(name)), new EventRule(events, within, where));
        Make = test => pick is ComputedValue.First or ComputedValue.Last
            ? new EventMeasure.Property(pick == ComputedValue.First, of, test)
            : new EventMeasure.Values(pick == ComputedValue.MostFrequent, of, test);
        Compute = (found, _) => Make(ValueTest.Of(new ValueCondition.Exists(true))) switch
        {
            EventMeasure.Values values => EventSelection.Values(values, found),
            EventMeasure.Property property when LeafEvaluator.Pick(found, property.IsFirst) is { } e => AttributePath.Find(e.Properties, of),
            _ => null,
        };
    }

    /// <summary>The trait's name.</summary>
    public string Name { get; }

    internal EventRule Selection { get; }

    internal Func<ValueTest, EventMeasure> Make { get; }

    private Func<List<LoggedEvent>, RuleContext, AttributeValue?> Compute { get; }

    /// <summary>The value for a person at an instant; null when there is none.</summary>
    /// <param name="view">The facts.</param>
    /// <param name="now">The instant.</param>
    /// <param name="timeZone">The IANA zone of days and calendar windows, <c>profile</c>, or null for UTC.</param>
    public AttributeValue? ValueOf(ProfileView view, DateTimeOffset now, string? timeZone = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        var context = new RuleContext(view, now, RuleContext.Resolve(timeZone, view, now), SegmentSet.Empty);
        return Compute(EventSelection.Of(Selection.Names, Selection.Within, Selection.Where, context), context);
    }

    // Numbers are compared; nothing else can be asked of one.
    private NumberTest ToNumberTest(ValueTest test) => test.Conditions.Aggregate(new NumberTest(), (numbers, condition) => condition switch
    {
        ValueCondition.Compare compare when compare.Operand.AsNumber() is { } operand => compare.Operator switch
        {
            ComparisonOperator.Eq => numbers with { EqualTo = operand },
            ComparisonOperator.Ne => numbers with { NotEqualTo = operand },
            ComparisonOperator.Gt => numbers with { MoreThan = operand },
            ComparisonOperator.Gte => numbers with { AtLeast = operand },
            ComparisonOperator.Lt => numbers with { LessThan = operand },
            _ => numbers with { AtMost = operand },
        },
        _ => throw new ArgumentException($"The computed trait \"{Name}\" is a number: compare it with numbers by eq, ne, gt, gte, lt, lte.", nameof(test)),
    });
}
