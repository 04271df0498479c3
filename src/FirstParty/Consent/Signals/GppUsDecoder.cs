namespace FirstParty.Consent.Signals;

/// <summary>Reads one US section: its core, then at most one more segment.</summary>
internal sealed class GppUsDecoder(GppUsLayout layout, string raw, int origin)
{
    private const int GpcSegment = 1;

    public SignalError Error { get; private set; }

    public int ErrorPosition { get; private set; }

    /// <summary>Null on an error, and also, without one, when the section is in a version that is not known.</summary>
    public GppUsSection? Decode()
    {
        var end = raw.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : raw.Length;
        var core = new BitReader(raw.AsSpan(0, end), origin);
        if (end == 0)
        {
            core.Fail(SignalError.EmptySegment);
        }

        var version = core.ReadInt(6);
        var known = layout.OfVersion(version);
        if (core.Failed || known is null)
        {
            (Error, ErrorPosition) = (core.Error, core.ErrorPosition);
            return null;
        }

        var fields = ReadFields(ref core, known.Fields);
        bool? gpc = null;
        if (Accept(ref core) && end < raw.Length)
        {
            gpc = ReadSecond(end + 1, known, fields);
        }

        return Error == SignalError.None ? new GppUsSection(known.Name, version, fields, gpc) : null;
    }

    private bool? ReadSecond(int start, GppUsLayout known, List<GppField> fields)
    {
        var reader = new BitReader(raw.AsSpan(start), origin + start);
        if (start == raw.Length)
        {
            reader.Fail(SignalError.EmptySegment);
        }

        bool? gpc = null;
        if (known.Second is { } second)
        {
            fields.AddRange(ReadFields(ref reader, GppUsLayout.Split(second)));
        }
        else if (reader.ReadInt(2) == GpcSegment)
        {
            gpc = reader.ReadFlag();
        }
        else
        {
            reader.Fail(SignalError.UnknownSegmentType);
        }

        Accept(ref reader);
        return gpc;
    }

    private static List<GppField> ReadFields(ref BitReader reader, IReadOnlyList<(string Name, int Count)> layout)
    {
        var fields = new List<GppField>(layout.Count + 1);
        foreach (var (name, count) in layout)
        {
            var values = new byte[count];
            for (var i = 0; i < count; i++)
            {
                values[i] = (byte)reader.ReadInt(2);
            }

            fields.Add(new GppField(name, values));
        }

        return fields;
    }

    private bool Accept(ref BitReader reader)
    {
        reader.ReadPadding();
        (Error, ErrorPosition) = (reader.Error, reader.ErrorPosition);
        return !reader.Failed;
    }
}
