namespace FirstParty.Storage.Conformance;

/// <summary>A property that holds for every generated case, from the seed that <see cref="Chance"/> gives.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LawAttribute : FsCheck.NUnit.PropertyAttribute
{
    /// <summary>Tries the usual cases, or new ones where they are asked for.</summary>
    public LawAttribute() => Replay = Chance.Start;
}
