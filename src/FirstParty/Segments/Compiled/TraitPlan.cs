using System.Collections.Frozen;

namespace FirstParty.Segments.Compiled;

/// <summary>How a trait is read into its slot: which texts it is compared with, and which forms are asked for.</summary>
internal sealed class TraitPlan(string name)
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private FrozenDictionary<string, int>? _frozen;

    public enum Form
    {
        None,
        Version,
        Address,
        Place,
    }

    public string Name => name;

    public bool NeedsInstant { get; set; }

    public Form Special { get; private set; }

    public FrozenDictionary<string, int> Codes => _frozen ??= _codes.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The code of a text that the trait is compared with; only while compiling.</summary>
    public int CodeOf(string text)
    {
        if (!_codes.TryGetValue(text, out var code))
        {
            _codes[text] = code = _codes.Count;
        }

        return code;
    }

    /// <summary>Asks for a form; false when another is asked for already, so that the asker must read the value itself.</summary>
    public bool Ask(Form form)
    {
        Special = Special == Form.None ? form : Special;
        return Special == form;
    }
}
