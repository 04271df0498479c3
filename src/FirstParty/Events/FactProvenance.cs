using System.Collections.Immutable;
using System.Globalization;
using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>
/// What a fact says of itself: how sure its source is, and what it was computed from. It travels in the event's context, under
/// <c>provenance</c>, so that it is kept, replayed, exported and erased with the fact. Immutable.
/// </summary>
/// <param name="Confidence">How sure the source is, from 0 to 1; null when it does not say.</param>
/// <param name="Inputs">What it was computed from; empty for what was stated or observed.</param>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(h), 22</seealso>
public sealed record FactProvenance(decimal? Confidence, ImmutableArray<FactInput> Inputs)
{
    /// <summary>The most inputs that one value may have.</summary>
    public const int MaxInputs = 256;

    private const string Member = "provenance";

    /// <summary>Nothing is said.</summary>
    public static FactProvenance None { get; } = new(null, []);

    /// <summary>What a context says; <see cref="None"/> when it says nothing that can be read.</summary>
    public static FactProvenance In(Attributes context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.ToUtf8().Span.IndexOf("\"provenance\""u8) < 0 || context.Find(Member)?.AsObject() is not { } said)
        {
            return None;
        }

        var confidence = said.Find("confidence")?.AsNumber() is { } stated and >= 0 and <= 1 ? stated : (decimal?)null;
        var inputs = said.Find("inputs")?.AsList() is { } listed ? listed.Take(MaxInputs).Select(Read).OfType<FactInput>() : [];
        return new FactProvenance(confidence, [.. inputs]);
    }

    /// <summary>A context that says this besides what it said before.</summary>
    /// <exception cref="ArgumentException">The confidence is not from 0 to 1, or there are too many inputs.</exception>
    public Attributes AddTo(Attributes context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Confidence is < 0 or > 1 || Inputs.Length > MaxInputs)
        {
            throw new ArgumentException($"A confidence is from 0 to 1, and a value has at most {MaxInputs} inputs.", nameof(context));
        }

        var said = new Attributes();
        if (Confidence is { } confidence)
        {
            said["confidence"] = confidence;
        }

        if (Inputs.Length > 0)
        {
            said["inputs"] = AttributeValue.ListOf([.. Inputs.Select(Write)]);
        }

        var full = new Attributes();
        foreach (var (name, value) in context)
        {
            full[name] = value;
        }

        full[Member] = said.Freeze();
        return full.Freeze();
    }

    /// <inheritdoc />
    public bool Equals(FactProvenance? other) =>
        other is not null && Confidence == other.Confidence && Inputs.AsSpan().SequenceEqual(other.Inputs.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Confidence, Inputs.Length);

    private static AttributeValue Write(FactInput input)
    {
        AttributeValue source = input.Fact.Source;
        AttributeValue key = input.Fact.Key.ToString("x32", CultureInfo.InvariantCulture);
        return input.Property is { } property ? AttributeValue.ListOf(source, key, property) : AttributeValue.ListOf(source, key);
    }

    private static FactInput? Read(AttributeValue input) =>
        input.AsList() is { Count: 2 or 3 } parts
        && parts[0].AsString() is { Length: > 0 } source
        && UInt128.TryParse(parts[1].AsString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            ? new FactInput(new FactId(source, key), parts.Count == 3 ? parts[2].AsString() : null)
            : null;
}
