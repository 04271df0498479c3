using System.Text;
using System.Text.Json;

namespace FirstParty.Taxonomies.Scanning;

/// <summary>What one scan has found so far, and where it is. Allocates only when something is found.</summary>
internal ref struct ScanNotes
{
    private const int MaxNameLength = 64;
    private const int MaxEscapedName = 256;

    private ReadOnlySpan<byte> _topName;
    private UInt128 _codes;
    private bool _isInName;
    private List<ScanFinding>? _findings;
    private Sensitivity _sensitivity;
    private SpecialCategories _categories;
    private bool _holdsNationalId;

    /// <summary>Whether ten bare digits here are more likely a telephone number or an id than a personal number.</summary>
    public bool IsCode { get; private set; }

    public void Enter(ref Utf8JsonReader name)
    {
        if (name.CurrentDepth == 1)
        {
            _topName = name.ValueSpan;
        }

        Mark(name.CurrentDepth, NamesACode(ref name));
        (IsCode, _isInName) = (false, true);
    }

    /// <summary>What an array holds is named as the array is.</summary>
    public void EnterArray(int depth) => Mark(depth + 1, IsMarked(depth));

    public void EnterValue(int depth) => IsCode = IsMarked(depth);

    public void LeaveName() => _isInName = false;

    public void Add(ScanFindingKind kind, SpecialCategories categories = SpecialCategories.None)
    {
        var finding = new ScanFinding(_isInName ? "" : Name(), kind, categories);
        _categories |= categories;
        _sensitivity = finding.Sensitivity > _sensitivity ? finding.Sensitivity : _sensitivity;
        _holdsNationalId |= kind == ScanFindingKind.PersonalNumber;
        _findings ??= [];
        if (_findings.Count < ScanResult.MaxFindings && !_findings.Contains(finding))
        {
            _findings.Add(finding);
        }
    }

    public readonly ScanResult ToResult() => _findings is null
        ? ScanResult.Clean
        : new()
        {
            Sensitivity = _sensitivity,
            SpecialCategories = _categories,
            HoldsNationalId = _holdsNationalId,
            Findings = [.. _findings],
        };

    private readonly string Name()
    {
        if (_topName.IsEmpty)
        {
            return "";
        }

        var quoted = new byte[_topName.Length + 2];
        _topName.CopyTo(quoted.AsSpan(1));
        quoted[0] = quoted[^1] = (byte)'"';
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            var name = reader.GetString()!;
            return name.Length <= MaxNameLength ? name : ""; // A part of it could be the name of another.
        }
        catch (InvalidOperationException)
        {
            return ""; // A lone surrogate: the name cannot be written.
        }
    }

    private void Mark(int depth, bool isCode) => _codes = isCode ? _codes | (UInt128.One << depth) : _codes & ~(UInt128.One << depth);

    private readonly bool IsMarked(int depth) => (_codes >> depth & UInt128.One) != 0;

    /// <summary>By what the name says, however it is written; one that cannot be read says nothing.</summary>
    private static bool NamesACode(ref Utf8JsonReader name)
    {
        if (!name.ValueIsEscaped)
        {
            return NamesACode(name.ValueSpan);
        }

        if (name.ValueSpan.Length > MaxEscapedName)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[MaxEscapedName];
        try
        {
            return NamesACode(plain[..name.CopyString(plain)]);
        }
        catch (InvalidOperationException)
        {
            return false; // A lone surrogate.
        }
    }

    private static bool NamesACode(ReadOnlySpan<byte> name) =>
        EndsWith(name, "id"u8) || EndsWith(name, "sku"u8) || EndsWith(name, "phone"u8) || EndsWith(name, "mobile"u8)
        || EndsWith(name, "mobil"u8) || EndsWith(name, "telefon"u8) || EndsWith(name, "tel"u8) || EndsWith(name, "fax"u8);

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> end) =>
        name.Length >= end.Length && Ascii.EqualsIgnoreCase(name[^end.Length..], end);
}
