using System.Collections.Immutable;
using System.Globalization;

namespace FirstParty.Taxonomies.Versions;

/// <summary>
/// What a taxonomy said at one time, kept to be compared with what it says later. A host stores its text beside the data. Immutable and
/// thread-safe.
/// </summary>
public sealed class TaxonomyManifest
{
    private const string Header = "firstparty-taxonomy 1";
    private const char Tab = '\t';

    private TaxonomyManifest(IEnumerable<ManifestEntry> entries) =>
        Entries = [.. entries.OrderBy(entry => entry.Type).ThenBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>All names, by type and then ordinally.</summary>
    public ImmutableArray<ManifestEntry> Entries { get; }

    /// <summary>What a taxonomy says.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="taxonomy"/> is null.</exception>
    public static TaxonomyManifest Of(Taxonomy taxonomy)
    {
        ArgumentNullException.ThrowIfNull(taxonomy);
        return new(
        [
            .. taxonomy.Events.Select(pair => Entry(ManifestEntryType.Event, pair.Key, pair.Value)),
            .. taxonomy.Traits.Select(pair => Entry(ManifestEntryType.Trait, pair.Key, pair.Value)),
            .. taxonomy.Sources.Values.Select(source => new ManifestEntry(
                ManifestEntryType.Source, source.Name, source.Name, 1, default, default, default, null, source.Party)),
        ]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is not a manifest; the message names the line.</exception>
    public static TaxonomyManifest Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != Header)
        {
            throw new FormatException($"Line 1: a manifest begins with '{Header}'.");
        }

        return new([.. lines.Skip(1).Select((line, index) => Read(line, index + 2))]);
    }

    /// <summary>The manifest as text: a line an entry, in a fixed order, so that versions can be kept and compared as files.</summary>
    public override string ToString() => string.Join('\n', [Header, .. Entries.Select(Write), ""]);

    private static ManifestEntry Entry(ManifestEntryType type, string name, DataDefinition definition) => new(
        type,
        name,
        definition.Key,
        definition.Version,
        definition.Kind,
        definition.Sensitivity,
        definition.SpecialCategories,
        definition.Purpose,
        Party: null);

    private static string Write(ManifestEntry entry) => string.Join(
        Tab,
        entry.Type,
        Escape(entry.Name),
        Escape(entry.Key),
        entry.Version.ToString(CultureInfo.InvariantCulture),
        entry.Kind,
        entry.Sensitivity,
        ((ushort)entry.SpecialCategories).ToString(CultureInfo.InvariantCulture),
        Escape(entry.Purpose ?? ""),
        entry.Party?.ToString() ?? "");

    private static ManifestEntry Read(string line, int number)
    {
        var cells = line.Split(Tab);
        return cells.Length == 9
            && Enum.TryParse(cells[0], out ManifestEntryType type)
            && int.TryParse(cells[3], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && Enum.TryParse(cells[4], out DataKind kind)
            && Enum.TryParse(cells[5], out Sensitivity sensitivity)
            && ushort.TryParse(cells[6], NumberStyles.None, CultureInfo.InvariantCulture, out var categories)
            && (cells[8].Length == 0 || Enum.TryParse<Party>(cells[8], out _))
                ? new(
                    type,
                    Unescape(cells[1]),
                    Unescape(cells[2]),
                    version,
                    kind,
                    sensitivity,
                    (SpecialCategories)categories,
                    cells[7].Length == 0 ? null : Unescape(cells[7]),
                    cells[8].Length == 0 ? null : Enum.Parse<Party>(cells[8]))
                : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Line {number}: this is not an entry of a manifest."));
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Unescape(string text) => Uri.UnescapeDataString(text);
}
