using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Wire;

/// <summary>The names of statuses and reasons on the wire: those of the enumerations, in camelCase.</summary>
internal static class ReasonNames
{
    private static readonly string[] Reasons = [.. Enum.GetNames<EventReason>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly string[] Statuses = [.. Enum.GetNames<EventStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly string[] Refusals = [.. Enum.GetNames<IdentifierRefusal>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    public static string Of(EventReason reason) => Reasons[(int)reason];

    public static string Of(IdentifierRefusal refusal) => Refusals[(int)refusal];

    public static string Of(EventStatus status) => Statuses[(int)status];
}
