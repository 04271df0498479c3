using System.IO.Compression;

namespace FirstParty.Identity.Text;

/// <summary>What normalisation must know of code points, read once from the resource that <c>make-nfkc.mjs</c> of the tests makes, and never for ASCII alone.</summary>
internal sealed class NfkcTable
{
    private static readonly Lazy<NfkcTable> Read = new(() => new NfkcTable());

    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<(int First, int Second), int> _composites = [];

    private NfkcTable()
    {
        using var resource = typeof(NfkcTable).Assembly.GetManifestResourceStream("FirstParty.Identity.Text.nfkc.bin")!;
        using var inflated = new MemoryStream();
        using (var deflated = new DeflateStream(resource, CompressionMode.Decompress))
        {
            deflated.CopyTo(inflated);
        }

        inflated.Position = 0;
        ReadRuns(inflated, ReadMapping, (point, mapping) => _decompositions[point] = Array.ConvertAll(mapping, relative => point + relative));
        ReadRuns(inflated, source => (byte)ReadNumber(source), (point, its) => _classes[point] = its);
        for (var first = ReadNumber(inflated); ReadNumber(inflated) is > 0 and var second; first += ReadNumber(inflated))
        {
            _composites[(first, second)] = ReadNumber(inflated);
        }
    }

    /// <summary>The one table.</summary>
    public static NfkcTable Value => Read.Value;

    /// <summary>The full compatibility decomposition; the code point itself where it has none. Hangul is computed elsewhere.</summary>
    public int[] Decompose(int point) => point > 0x7F && _decompositions.TryGetValue(point, out var parts) ? parts : [point];

    /// <summary>The combining class, 0 for what does not combine.</summary>
    public byte ClassOf(int point) => point > 0x7F ? _classes.GetValueOrDefault(point) : (byte)0;

    /// <summary>The composite of two code points, or null when they have none.</summary>
    public int? Compose(int first, int second) => _composites.TryGetValue((first, second), out var composite) ? composite : null;

    private static void ReadRuns<T>(MemoryStream source, Func<MemoryStream, T> read, Action<int, T> add)
    {
        for (var next = 0; ;)
        {
            next += ReadNumber(source);
            if (ReadNumber(source) is not (> 0 and var count))
            {
                return;
            }

            for (var value = read(source); count > 0; count--)
            {
                add(next++, value);
            }
        }
    }

    private static int[] ReadMapping(MemoryStream source)
    {
        var mapping = new int[ReadNumber(source)];
        for (var i = 0; i < mapping.Length; i++)
        {
            var zigzag = ReadNumber(source);
            mapping[i] = (zigzag >> 1) ^ -(zigzag & 1);
        }

        return mapping;
    }

    private static int ReadNumber(MemoryStream source)
    {
        for (var (number, shift) = (0, 0); ; shift += 7)
        {
            var part = source.ReadByte();
            number |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }
}
