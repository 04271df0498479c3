namespace FirstParty.Identity;

/// <summary>What to do about an identifier that was refused.</summary>
internal static class IdentifierRefusals
{
    /// <summary>Why it was refused and the mend, as the end of a sentence, with its stop. Holds no value.</summary>
    public static string Mend(this IdentifierRefusal refusal, string @namespace) => refusal switch
    {
        IdentifierRefusal.UnknownNamespace => "the identity rules do not know the namespace. Add it with Identity(rules => …).",
        IdentifierRefusal.Empty => "nothing is left of it without white space. Leave it out where nobody is known.",
        IdentifierRefusal.TooLong => $"it has more than {Identifier.MaxValueLength} characters. Send a shorter id, or a hash of it.",
        IdentifierRefusal.NotText => "it holds control characters or half of a surrogate pair. Send text.",
        IdentifierRefusal.Malformed when @namespace == IdentifierNamespace.Email => "it is no e-mail address. Send one like name@example.com.",
        IdentifierRefusal.Malformed when @namespace == IdentifierNamespace.Phone =>
            "it is no telephone number. Send it with its country's code, as +46…, or set Region in the identity rules.",
        IdentifierRefusal.Malformed => "it is not what its namespace holds, by the Normaliser of that namespace's rule.",
        IdentifierRefusal.Blocked => "it stands for nobody, as 'null' or 'anonymous' do. Leave it out where nobody is known; Blocked of the namespace's rule lists such values.",
        IdentifierRefusal.Reserved => "it is one that the server gives to visitors. Send an id of your own.",
        IdentifierRefusal.NotAPerson => "it names an account, and not a person. Make the person its member with a group call.",
        _ => "it is not one that can be used.",
    };
}
