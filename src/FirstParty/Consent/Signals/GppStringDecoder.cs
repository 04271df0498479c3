namespace FirstParty.Consent.Signals;

/// <summary>Walks a GPP string once: the header, then each section by its number.</summary>
internal sealed class GppStringDecoder(string text)
{
    private const int EuropeanTcf = 2;
    private const int UsPrivacy = 6;

    public SignalError Error { get; private set; }

    public int ErrorPosition { get; private set; }

    public GppString? Decode()
    {
        if (text.Length > GppString.MaxLength)
        {
            return Refuse(SignalError.TooLong, 0);
        }

        var end = EndOfSection(0);
        var reader = new BitReader(text.AsSpan(0, end), 0);
        var ids = GppHeader.Read(ref reader);
        if (reader.Failed)
        {
            return Refuse(reader.Error, reader.ErrorPosition);
        }

        if (text.AsSpan().Count('~') != ids.Count)
        {
            return Refuse(SignalError.SectionCountMismatch, end);
        }

        var sections = new List<GppSection>(ids.Count);
        foreach (var id in ids)
        {
            var start = end + 1;
            end = EndOfSection(start);
            if (ReadSection(id, start, text[start..end]) is not { } section)
            {
                return null;
            }

            sections.Add(section);
        }

        return new GppString(text, sections);
    }

    private GppSection? ReadSection(int id, int start, string raw)
    {
        if (raw.Length == 0)
        {
            Refuse(SignalError.EmptySection, start);
            return null;
        }

        return id switch
        {
            EuropeanTcf => ReadTcf(start, raw),
            UsPrivacy => ReadUsPrivacy(start, raw),
            _ when GppUsLayout.Find(id) is { } layout => ReadUs(id, layout, start, raw),
            _ => new GppSection(id, raw),
        };
    }

    private GppSection? ReadTcf(int start, string raw)
    {
        var decoder = new TcStringDecoder(raw);
        var tcf = decoder.Decode();
        Refuse(decoder.Error, start + decoder.ErrorPosition);
        return tcf is null ? null : new GppSection(EuropeanTcf, raw) { Tcf = tcf };
    }

    private GppSection? ReadUsPrivacy(int start, string raw)
    {
        if (UsPrivacyString.TryParse(raw, out var usPrivacy))
        {
            return new GppSection(UsPrivacy, raw) { UsPrivacy = usPrivacy };
        }

        Refuse(SignalError.BadUsp, start);
        return null;
    }

    private GppSection? ReadUs(int id, GppUsLayout layout, int start, string raw)
    {
        var decoder = new GppUsDecoder(layout, raw, start);
        var section = decoder.Decode();
        Refuse(decoder.Error, decoder.ErrorPosition);
        return decoder.Error == SignalError.None ? new GppSection(id, raw) { Us = section } : null;
    }

    private int EndOfSection(int start) => text.IndexOf('~', start) is var tilde and >= 0 ? tilde : text.Length;

    private GppString? Refuse(SignalError error, int position)
    {
        (Error, ErrorPosition) = (error, position);
        return null;
    }
}
