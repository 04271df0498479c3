using System.Text;

namespace FirstParty.Storage.Conformance;

/// <summary>
/// The verifier of law 9: looks for erased words in everything that a back end keeps, in tables by value and in files byte by byte, whether the store is
/// open or closed. A word is looked for as UTF-8, UTF-16 and hexadecimal, and by either half of it, since pages may cut it in two.
/// </summary>
public static class ErasureSearch
{
    private const int ShortestPart = 6;

    /// <summary>Where any of the words still stands: the names of tables and files, each with the word.</summary>
    public static IReadOnlyList<string> Find(StorageBackend backend, params IEnumerable<string> erased)
    {
        ArgumentNullException.ThrowIfNull(backend);
        var needles = erased.SelectMany(Forms).ToList();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (place, bytes) in backend.ReadTables().Concat(backend.Files.Select(file => (file, (ReadOnlyMemory<byte>)ReadShared(file)))))
        {
            foreach (var (word, form) in needles.Where(needle => bytes.Span.IndexOf(needle.Form) >= 0))
            {
                found.Add($"{Path.GetFileName(place)}: {word}");
            }
        }

        return [.. found];
    }

    private static IEnumerable<(string Word, byte[] Form)> Forms(string word)
    {
        var half = word.Length / 2;
        foreach (var part in half >= ShortestPart ? [word[..half], word[half..]] : new[] { word })
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            yield return (word, bytes);
            yield return (word, Encoding.Unicode.GetBytes(part));
            yield return (word, Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)));
            yield return (word, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)));
        }
    }

    private static byte[] ReadShared(string file)
    {
        // A lock that is held cannot be read, and holds nothing.
        if (file.EndsWith("-lock", StringComparison.Ordinal))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
