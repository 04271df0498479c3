using System.Globalization;

namespace FirstParty.Faults;

/// <summary>What a killed process had said was acknowledged.</summary>
internal sealed class Acknowledged
{
    public HashSet<(int Producer, int Batch)> Batches { get; } = [];

    /// <summary>How many consent acts of each person.</summary>
    public Dictionary<string, int> Consents { get; } = new(StringComparer.Ordinal);

    public List<string> Erased { get; } = [];

    /// <summary>Faults and refusals that the process spoke of: there should be none.</summary>
    public List<string> Complaints { get; } = [];

    public int Acts => Batches.Count + Consents.Values.Sum() + Erased.Count;

    public void Read(string line)
    {
        switch (line.Split(' '))
        {
            case ["events", var producer, var batch]:
                Batches.Add((int.Parse(producer, CultureInfo.InvariantCulture), int.Parse(batch, CultureInfo.InvariantCulture)));
                break;
            case ["consent", var who]:
                Consents[who] = Consents.GetValueOrDefault(who) + 1;
                break;
            case ["erased", var who]:
                Erased.Add(who);
                break;
            case ["ready"]:
                break;
            default:
                Complaints.Add(line);
                break;
        }
    }
}
