namespace FirstParty.Identity;

/// <summary>
/// One value that points at a person (or an account) within a namespace: <c>userId:42</c>, <c>email:ada@example.com</c>.
/// Compared ordinally, case included; normalisation is the business of the identity rules, at resolve time.
/// </summary>
/// <param name="Namespace">The namespace, such as <c>userId</c> or <c>email</c>. Case-sensitive, 1 to 64 characters.</param>
/// <param name="Value">The value as it was received, 1 to 512 UTF-16 characters.</param>
public readonly record struct Identifier(string Namespace, string Value)
{
    /// <summary>The longest value, in UTF-16 characters, that is accepted.</summary>
    public const int MaxValueLength = 512;

    /// <summary>The longest namespace, in UTF-16 characters, that is accepted.</summary>
    public const int MaxNamespaceLength = 64;

    /// <summary>The host's own id of a signed-in customer: Segment's <c>userId</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, blank or longer than <see cref="MaxValueLength"/>.</exception>
    public static Identifier UserId(string value) => Of(IdentifierNamespace.UserId, value);

    /// <summary>A browser's or device's pseudonymous id: Segment's <c>anonymousId</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, blank or longer than <see cref="MaxValueLength"/>.</exception>
    public static Identifier AnonymousId(string value) => Of(IdentifierNamespace.AnonymousId, value);

    /// <summary>An e-mail address.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, blank or longer than <see cref="MaxValueLength"/>.</exception>
    public static Identifier Email(string value) => Of(IdentifierNamespace.Email, value);

    /// <summary>A telephone number.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, blank or longer than <see cref="MaxValueLength"/>.</exception>
    public static Identifier Phone(string value) => Of(IdentifierNamespace.Phone, value);

    /// <summary>An identifier in any namespace, checked.</summary>
    /// <exception cref="ArgumentException">Either argument is null, blank or too long.</exception>
    public static Identifier Of(string @namespace, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(@namespace);
        ArgumentNullException.ThrowIfNull(value);
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException("An identifier's value is empty. Pass the id as it stands, and make no identifier for somebody who has none.", nameof(value));
        }

        if (@namespace.Length > MaxNamespaceLength)
        {
            throw new ArgumentException($"A namespace has at most {MaxNamespaceLength} characters.", nameof(@namespace));
        }

        return value.Length <= MaxValueLength
            ? new Identifier(@namespace, value)
            : throw new ArgumentException($"An identifier has at most {MaxValueLength} characters.", nameof(value));
    }

    /// <inheritdoc />
    public override int GetHashCode() => Value?.GetHashCode(StringComparison.Ordinal) ?? 0; // Hardly any value is in two namespaces.

    /// <summary>The namespace and the length of the value, never the value itself: safe in a log or an exception.</summary>
    public override string ToString() => $"{Namespace}:({Value?.Length ?? 0} characters)";
}
