using System.Text.RegularExpressions;

namespace FirstParty.Identity;

/// <summary>A namespace of the rules under its number.</summary>
internal sealed record NamespaceEntry(int Index, NamespaceRule Rule, Regex? Blocked)
{
    public bool IsPerson => Rule.Entity == IdentifierEntity.Person;

    public bool IsDevice => Rule.Class == IdentifierClass.Device;
}
