using System.Net;
using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>One trait of a person, read once into the forms that rules compare.</summary>
internal struct TraitSlot
{
    /// <summary>The value; null when missing or null.</summary>
    public AttributeValue? Value;

    /// <summary>The trait it is of, for its provenance; null when missing.</summary>
    public TraitValue? Trait;

    /// <summary>The text; null for any other kind.</summary>
    public string? Text;

    /// <summary>Which of the texts that rules compare this trait with it is; −1 for none of them.</summary>
    public int Code;

    /// <summary>Whether <see cref="Units"/> is the whole number.</summary>
    public bool IsFixed;

    /// <summary>The number in ten-thousandths.</summary>
    public long Units;

    /// <summary>The instant in UTC ticks; −1 when the value is none.</summary>
    public long Instant;

    /// <summary>The version, address or place that the value reads as, if a rule asks for one; otherwise null.</summary>
    public object? Special;

    public static TraitSlot Of(TraitPlan plan, ProfileView view)
    {
        var slot = new TraitSlot { Code = -1, Instant = -1 };
        if (AttributePath.Find(view, plan.Name, DateTimeOffset.MaxValue) is not { } found)
        {
            return slot;
        }

        (slot.Value, slot.Trait, slot.Text) = (found.Value, found.Trait, found.Value.AsString());
        slot.Code = slot.Text is { } text && plan.Codes.TryGetValue(text, out var code) ? code : -1;
        slot.IsFixed = found.Value.AsNumber() is { } number && FixedNumber.TryFrom(number, out slot.Units);
        slot.Instant = plan.NeedsInstant && found.Value.TryGetInstant(out var instant) ? instant.UtcTicks : -1;
        slot.Special = plan.Special switch
        {
            TraitPlan.Form.Version => slot.Text is { } version && SemverVersion.TryParse(version, out var parsed) ? parsed : null,
            TraitPlan.Form.Address => slot.Text is { } address && IPAddress.TryParse(address, out var parsed) ? parsed : null,
            TraitPlan.Form.Place => ValueTests.PointOf(found.Value) is { } point ? new Place(point) : null,
            _ => null,
        };
        return slot;
    }

    internal sealed record Place(GeoPoint Point);
}
