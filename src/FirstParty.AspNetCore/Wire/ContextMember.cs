namespace FirstParty.AspNetCore.Wire;

/// <summary>One member of a context: its name and its value as JSON.</summary>
internal readonly record struct ContextMember(string Name, ReadOnlyMemory<byte> Json);
