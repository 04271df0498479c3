namespace FirstParty.Consent;

/// <summary>What a purpose's answer is before the person has said anything, and what can change it.</summary>
public enum ConsentRegime : byte
{
    /// <summary>No until the person grants: consent, and anything that reads from or writes to the person's device.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/dir/2002/58/oj">ePrivacy 5(3)</seealso>
    OptIn,

    /// <summary>Yes until the person opts out: sale, sharing and sensitive use under the Californian act.</summary>
    OptOut,

    /// <summary>Yes, once notice was given, until the person objects: legitimate interests and public tasks.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 21</seealso>
    Objection,

    /// <summary>Yes, whatever the person says, within what the purpose declares: contract, legal obligation, vital interests.</summary>
    None,
}
