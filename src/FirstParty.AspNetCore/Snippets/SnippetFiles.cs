using System.Text.Json;

namespace FirstParty.AspNetCore.Snippets;

/// <summary>The built scripts, as they are embedded in this assembly, with the host's settings baked into the core.</summary>
internal static class SnippetFiles
{
    private const string Prefix = "FirstParty.Snippet.";
    private const string SettingsToken = "/*fp:settings*/{}";
    private const string Core = "s.js";
    private const string Stub = "stub.js";

    /// <summary>Every script by name.</summary>
    public static IReadOnlyDictionary<string, SnippetAsset> Load(SnippetOptions options)
    {
        var assembly = typeof(SnippetFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(resource => (Name: resource[Prefix.Length..], Text: Read(assembly.GetManifestResourceStream(resource)!)))
            .Select(file => new SnippetAsset(file.Name, file.Name == Core ? Bake(file.Text, options.Settings) : file.Text))
            .ToDictionary(asset => asset.Name, StringComparer.Ordinal);
    }

    /// <summary>The core of these files.</summary>
    public static SnippetAsset CoreOf(IReadOnlyDictionary<string, SnippetAsset> files) => files[Core];

    /// <summary>The stub of these files, to be written into the page.</summary>
    public static SnippetAsset StubOf(IReadOnlyDictionary<string, SnippetAsset> files) => files[Stub];

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Bake(string script, IReadOnlyDictionary<string, string> settings)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) // Its default escaping is safe inside a script.
        {
            writer.WriteStartObject();
            foreach (var (name, value) in settings)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return script.Replace(SettingsToken, System.Text.Encoding.UTF8.GetString(buffer.ToArray()), StringComparison.Ordinal);
    }
}
