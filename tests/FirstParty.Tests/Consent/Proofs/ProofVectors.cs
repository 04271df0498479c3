using System.Text.Json;
using FirstParty.Consent.Proofs;

namespace FirstParty.Tests.Consent.Proofs;

internal static class ProofVectors
{
    public static JsonElement Merkle { get; } = Load("merkle", "rfc6962.json");

    public static JsonElement Leaves { get; } = Load("consent", "leaf-and-checkpoint.json");

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static Hash256 Hash(this JsonElement element, string name) => Hash256.Parse(element.GetProperty(name).GetString()!);

    public static Hash256[] Hashes(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(hash => Hash256.Parse(hash.GetString()!))];

    public static ulong Number(this JsonElement element, string name) => element.GetProperty(name).GetUInt64();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static JsonElement Load(string folder, string file) => JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", folder, file))).RootElement;
}
