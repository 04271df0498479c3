using System.Runtime.InteropServices;

namespace FirstParty.Identity;

/// <summary>What many ids are asked for at once.</summary>
internal static class ProfileIds
{
    /// <summary>Sorts ids in their place, ascending, and leaves each once.</summary>
    public static List<ProfileId> Distinct(List<ProfileId> ids)
    {
        ids.Sort();
        var sorted = CollectionsMarshal.AsSpan(ids);
        var next = 0;
        foreach (var id in sorted)
        {
            if (next == 0 || id != sorted[next - 1])
            {
                sorted[next++] = id;
            }
        }

        CollectionsMarshal.SetCount(ids, next);
        return ids;
    }
}
