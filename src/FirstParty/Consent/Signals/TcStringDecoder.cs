namespace FirstParty.Consent.Signals;

/// <summary>Walks a TC string's segments once. Every loop is bounded by the text: a field that is not there ends it.</summary>
internal sealed class TcStringDecoder(string text)
{
    private const int PurposeBits = 24;
    private const int SpecialFeatureBits = 12;

    public SignalError Error { get; private set; }

    public int ErrorPosition { get; private set; }

    public TcString? Decode()
    {
        if (text.Length is 0 or > TcString.MaxLength)
        {
            Error = text.Length == 0 ? SignalError.Empty : SignalError.TooLong;
            return null;
        }

        var end = EndOfSegment(0);
        var reader = new BitReader(text.AsSpan(0, end), 0);
        if (end == 0)
        {
            reader.Fail(SignalError.EmptySegment);
        }

        var core = ReadCore(ref reader);
        if (!Accept(ref reader))
        {
            return null;
        }

        var segments = new List<TcSegment>(4) { TcSegment.Core };
        while (end < text.Length)
        {
            var start = end + 1;
            end = EndOfSegment(start);
            if (!ReadSegment(start, end, core, segments))
            {
                return null;
            }
        }

        core.Segments = segments;
        TcPolicy.Judge(core);
        return core;
    }

    private TcString ReadCore(ref BitReader reader)
    {
        var version = reader.ReadInt(6);
        if (version != 2)
        {
            reader.Fail(SignalError.UnsupportedVersion);
        }

        return new TcString
        {
            Raw = text,
            Version = version,
            Created = ReadInstant(ref reader),
            LastUpdated = ReadInstant(ref reader),
            CmpId = reader.ReadInt(12),
            CmpVersion = reader.ReadInt(12),
            ConsentScreen = reader.ReadInt(6),
            ConsentLanguage = reader.ReadLetters(),
            VendorListVersion = reader.ReadInt(12),
            PolicyVersion = reader.ReadInt(6),
            IsServiceSpecific = reader.ReadFlag(),
            UseNonStandardTexts = reader.ReadFlag(),
            SpecialFeatureOptIns = IdSet.ReadBits(ref reader, SpecialFeatureBits),
            PurposeConsents = IdSet.ReadBits(ref reader, PurposeBits),
            PurposeLegitimateInterests = IdSet.ReadBits(ref reader, PurposeBits),
            PurposeOneTreatment = reader.ReadFlag(),
            PublisherCountryCode = reader.ReadLetters(),
            VendorConsents = IdSet.ReadVendors(ref reader),
            VendorLegitimateInterests = IdSet.ReadVendors(ref reader),
            PublisherRestrictions = ReadRestrictions(ref reader),
        };
    }

    private bool ReadSegment(int start, int end, TcString core, List<TcSegment> segments)
    {
        var reader = new BitReader(text.AsSpan(start, end - start), start);
        if (start == end)
        {
            reader.Fail(SignalError.EmptySegment);
        }

        var type = (TcSegment)reader.ReadInt(3);
        if (type is TcSegment.Core or > TcSegment.PublisherTc)
        {
            reader.Fail(SignalError.UnknownSegmentType);
        }
        else if (segments.Contains(type))
        {
            reader.Fail(SignalError.DuplicateSegment);
        }

        segments.Add(type);
        switch (type)
        {
            case TcSegment.DisclosedVendors:
                core.DisclosedVendors = IdSet.ReadVendors(ref reader);
                break;
            case TcSegment.AllowedVendors:
                core.AllowedVendors = IdSet.ReadVendors(ref reader);
                break;
            default:
                core.Publisher = ReadPublisher(ref reader);
                break;
        }

        return Accept(ref reader);
    }

    private static TcPublisherPurposes ReadPublisher(ref BitReader reader)
    {
        var consents = IdSet.ReadBits(ref reader, PurposeBits);
        var interests = IdSet.ReadBits(ref reader, PurposeBits);
        var custom = reader.ReadInt(6);
        return new TcPublisherPurposes(
            consents, interests, custom, IdSet.ReadBits(ref reader, custom), IdSet.ReadBits(ref reader, custom));
    }

    private static List<TcRestriction> ReadRestrictions(ref BitReader reader)
    {
        // Lists grow as entries are found in the text, never as they are announced.
        var restrictions = new List<TcRestriction>();
        for (var count = reader.ReadInt(12); count > 0 && !reader.Failed; count--)
        {
            var purpose = reader.ReadInt(6);
            var type = (TcRestrictionType)reader.ReadInt(2);
            var vendors = new List<IdRange>();
            for (var entries = reader.ReadInt(12); entries > 0 && !reader.Failed; entries--)
            {
                vendors.Add(IdRange.Read(ref reader));
            }

            restrictions.Add(new TcRestriction(purpose, type, vendors));
        }

        return restrictions;
    }

    // 36 bits of tenths of a second reach the year 2187.
    private static DateTimeOffset ReadInstant(ref BitReader reader) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)reader.Read(36) * (TimeSpan.TicksPerSecond / 10));

    private int EndOfSegment(int start) => text.IndexOf('.', start) is var dot and >= 0 ? dot : text.Length;

    private bool Accept(ref BitReader reader)
    {
        reader.ReadPadding();
        (Error, ErrorPosition) = (reader.Error, reader.ErrorPosition);
        return !reader.Failed;
    }
}
