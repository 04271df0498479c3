using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace FirstParty.AspNetCore.Snippets;

/// <summary>One script as it goes over the wire: plain and compressed as far as brotli goes, with the hashes that caches and pages know it by.</summary>
internal sealed class SnippetAsset
{
    private readonly Lazy<byte[]> _brotli;

    public SnippetAsset(string name, string text)
    {
        (Name, Text) = (name, text);
        Plain = Encoding.UTF8.GetBytes(text);
        _brotli = new Lazy<byte[]>(() => Compress(Plain));
        var hash = SHA384.HashData(Plain);
        Version = Convert.ToHexStringLower(hash.AsSpan(0, 8));
        Integrity = "sha384-" + Convert.ToBase64String(hash);
    }

    /// <summary>The file's name, such as <c>s.js</c>.</summary>
    public string Name { get; }

    /// <summary>The script.</summary>
    public string Text { get; }

    /// <summary>The script in UTF-8.</summary>
    public byte[] Plain { get; }

    /// <summary>The same in brotli, compressed when first asked for.</summary>
    public byte[] Brotli => _brotli.Value;

    /// <summary>16 hexadecimal digits that change with the content.</summary>
    public string Version { get; }

    /// <summary>What stands in a tag's <c>integrity</c>.</summary>
    /// <seealso href="https://www.w3.org/TR/SRI/">Subresource Integrity</seealso>
    public string Integrity { get; }

    /// <summary>The name that changes with the content: <c>s.0123456789abcdef.js</c>.</summary>
    public string VersionedName => $"{Path.GetFileNameWithoutExtension(Name)}.{Version}{Path.GetExtension(Name)}";

    private static byte[] Compress(byte[] plain)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(plain);
        }

        return buffer.ToArray();
    }
}
