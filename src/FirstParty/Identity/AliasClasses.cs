using FirstParty.Identity.Text;

namespace FirstParty.Identity;

/// <summary>Which identifiers continue one another. A class is named by its smallest member, by namespace and value, code point by code point.</summary>
internal sealed class AliasClasses
{
    private readonly Dictionary<Identifier, Identifier> _parents = [];
    private readonly HashSet<Identifier> _former = [];

    public AliasClasses(RuleBook book, IEnumerable<AliasAssertion> aliases)
    {
        foreach (var alias in aliases)
        {
            var ((from, fromRefusal), (to, toRefusal)) = (book.Accept(alias.From), book.Accept(alias.To));
            if (fromRefusal == IdentifierRefusal.None && toRefusal == IdentifierRefusal.None)
            {
                Union(from, to);
                _former.Add(from);
            }
        }
    }

    public bool IsEmpty => _parents.Count == 0;

    /// <summary>Every identifier that some alias names.</summary>
    public IReadOnlyCollection<Identifier> Members => _parents.Keys;

    public static int Compare(Identifier left, Identifier right) =>
        string.CompareOrdinal(left.Namespace, right.Namespace) is var byNamespace and not 0
            ? byNamespace
            : CodePointOrder.Compare(left.Value, right.Value);

    /// <summary>Whether an alias says that another id continues this one.</summary>
    public bool IsFormer(Identifier identifier) => _former.Contains(identifier);

    /// <summary>The name of the identifier's class; itself when no alias names it.</summary>
    public Identifier ClassOf(Identifier identifier)
    {
        var root = identifier;
        while (_parents.TryGetValue(root, out var parent) && parent != root)
        {
            root = parent;
        }

        while (identifier != root)
        {
            (_parents[identifier], identifier) = (root, _parents[identifier]);
        }

        return root;
    }

    /// <summary>Numbers the classes of a list of distinct identifiers: equal numbers, one class.</summary>
    public int[] Number(IReadOnlyList<Identifier> identifiers)
    {
        var numbers = new Dictionary<Identifier, int>();
        var classes = new int[identifiers.Count];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = i;
            if (_parents.ContainsKey(identifiers[i]) && !numbers.TryAdd(ClassOf(identifiers[i]), i))
            {
                classes[i] = numbers[ClassOf(identifiers[i])];
            }
        }

        return classes;
    }

    private void Union(Identifier one, Identifier other)
    {
        _parents.TryAdd(one, one);
        _parents.TryAdd(other, other);
        var (left, right) = (ClassOf(one), ClassOf(other));
        var (small, large) = Compare(left, right) <= 0 ? (left, right) : (right, left);
        _parents[large] = small;
    }
}
