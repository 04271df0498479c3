namespace FirstParty.Sqlite.Native;

/// <summary>
/// Compares statements by their text. They are long, and each is looked up with every row: the hash takes a few characters of it, and a constant
/// is equal to itself at a glance.
/// </summary>
internal sealed class StatementTexts : IEqualityComparer<string>
{
    private const int Samples = 8;

    public static StatementTexts Instance { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string obj)
    {
        var hash = obj.Length;
        for (var sample = 1; sample <= Samples && obj.Length > 0; sample++)
        {
            hash = (hash * 31) + obj[(obj.Length - 1) * sample / Samples];
        }

        return hash;
    }
}
