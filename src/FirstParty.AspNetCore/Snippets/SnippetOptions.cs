namespace FirstParty.AspNetCore.Snippets;

/// <summary>
/// What is baked into the snippet, so that it asks for nothing before its first event. Attributes of the tag win. Read once, when the
/// endpoints are mapped.
/// </summary>
public sealed class SnippetOptions
{
    private readonly SortedDictionary<string, string> _settings = new(StringComparer.Ordinal) { ["key"] = "web" };

    /// <summary>The key that the snippet sends. Default <c>web</c>.</summary>
    public string Key
    {
        get => _settings["key"];
        set => Set("key", value);
    }

    /// <summary>
    /// Where consent comes from: <c>none</c> (another basis: the first view is observed, stored in the browser and sent at once), <c>wait</c>
    /// (<c>fp.consent</c>), <c>gcm</c> or <c>tcf</c>. Default <c>none</c>, and <c>wait</c> where <see cref="Visitors.VisitorOptions.StoragePurpose"/> is
    /// set, since the script stores on the device as the cookie does.
    /// </summary>
    public string Consent
    {
        get => _settings.GetValueOrDefault("consent", "none");
        set => Set("consent", value);
    }

    internal IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>Settles what the host has left open.</summary>
    internal void Complete(bool needsConsent) => _settings.TryAdd("consent", needsConsent ? "wait" : "none");

    /// <summary>Any attribute of the tag without its <c>data-</c>, in camelCase: <c>Set("policy", "privacy@2.1")</c>, <c>Set("maskQuery", "")</c>.</summary>
    /// <exception cref="ArgumentException">The name is null or blank, or the value is null.</exception>
    public SnippetOptions Set(string name, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        _settings[name] = value;
        return this;
    }
}
