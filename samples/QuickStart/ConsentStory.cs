using System.Text;
using FirstParty;
using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Sqlite;
using FirstParty.Taxonomies;

namespace QuickStart;

/// <summary>A consent from the question to the proof that outlives its person: ask, grant, use, withdraw, refuse, prove, erase, prove again.</summary>
internal static class ConsentStory
{
    private const string Letter = "tea-letter";
    private const string Press = "Letter Press AB";
    private const string Origin = "tea.example/consent";
    private static readonly Identifier Ada = Identifier.UserId("ada-lovelace");
    private static readonly Identifier Bob = Identifier.UserId("bob");

    public static async Task RunAsync(string database, TextWriter output)
    {
        using var signer = new EcdsaCheckpointSigner(Origin, EcdsaCheckpointSigner.CreateKey());
        await using var cdp = await OpenAsync(database, signer);

        await cdp.Consent.PublishAsync("letter", new PolicyVersion(1, 0), "We send you a letter about tea, once a month.", Letter);
        await cdp.Consent.AskAsync(Ada, Letter);
        await SayAsync(output, "ask", $"{(await cdp.Consent.DecideAsync(Ada, Letter)).Status}: nothing may be sent, nothing is collected");

        var grant = await cdp.Consent.GrantAsync(Ada, Letter, new ConsentEvidence { Text = "welcome form v3", PolicyTextId = "letter" });
        await SayAsync(output, "grant", $"record {grant.Sequence}, on the words of letter {grant.Evidence.PolicyVersion}");

        await cdp.IdentifyAsync(Ada, new() { ["email"] = "ada@tea.example", ["favouriteTea"] = "Gyokuro" });
        await UseAsync(cdp, output, "use");

        var withdrawal = await cdp.Consent.WithdrawAsync(Ada, Letter);
        await SayAsync(output, "withdraw", $"record {withdrawal.Sequence}, one call as the grant was");
        await UseAsync(cdp, output, "");

        await cdp.Consent.DenyAsync(Bob, Letter);
        var refused = await cdp.IdentifyAsync(Bob, new() { ["favouriteTea"] = "Assam" });
        await SayAsync(output, "refuse", $"Bob says no; his favourite tea is {refused.Status} for {refused.Purpose}");

        var proof = (await cdp.Consent.ProveAsync(grant.Sequence)).ToJson();
        await SayAsync(output, "prove", Check(proof, signer));
        await SayAsync(output, "", $"with one word changed: {Check(proof.Replace("a month", "a week", StringComparison.Ordinal), signer)}");

        var before = FilesHolding(database, "ada-lovelace", "ada@tea.example", "Gyokuro");
        var erasure = await cdp.Privacy.EraseAsync(Ada);
        await SayAsync(output, "erase", $"{erasure.ConsentPayloads} sealed records with their key, events {erasure.Events}, identifiers {erasure.Identifiers}");
        var after = FilesHolding(database, "ada-lovelace", "ada@tea.example", "Gyokuro");
        await SayAsync(output, "", $"her name, address or tea in any file: before {(before > 0 ? "yes" : "no")}, now {(after > 0 ? "yes" : "no")}");

        await SayAsync(output, "prove again", $"the old bundle: {Check(proof, signer)}");
        var sealedProof = await cdp.Consent.ProveAsync(grant.Sequence);
        await SayAsync(output, "", $"a new bundle: {Check(sealedProof.ToJson(), signer)}");
        var audit = await cdp.Consent.VerifyAsync();
        await SayAsync(output, "verify", $"{audit.Size} records, {audit.Erased} erased, {audit.Faults.Count} altered");
    }

    private static ValueTask<CustomerDataPlatform> OpenAsync(string database, CheckpointSigner signer) => CustomerDataPlatform.OpenAsync(setup => setup
        .UseSqlite($"Data Source={database}")
        .Purpose(Letter, LawfulBasis.Consent, purpose => purpose with { DirectMarketing = true, Recipients = [Press] })
        .Taxonomy(data => data.Trait("favouriteTea", DataKind.Qualitative, purpose: Letter))
        .Segment("readers", Rule.HasTrait("favouriteTea"), purpose: Letter)
        .Checkpoints(Origin, signer));

    private static async Task UseAsync(CustomerDataPlatform cdp, TextWriter output, string what)
    {
        var profile = (await cdp.Profiles.FindAsync(Ada, Letter))!;
        var tea = profile.Traits.TryGetValue("favouriteTea", out var trait) ? $"{trait.Value} by record {trait.ConsentSequence}" : $"not seen, {profile.Withheld} withheld";
        await SayAsync(output, what, $"favourite tea {tea}; readers {await cdp.Segments.CountAsync("readers")}");
        var outcome = await cdp.Consent.DiscloseAsync(Ada, Letter, Press, ["email", "favouriteTea"]);
        await SayAsync(output, "", outcome.Record is { } record ? $"handed to {Press}, written down as record {record.Sequence}" : $"not handed to {Press}: {outcome.Decision.Status}");
    }

    /// <summary>What somebody learns who has the bundle and the public key, and no store.</summary>
    private static string Check(string bundle, EcdsaCheckpointSigner signer)
    {
        var verdict = ProofBundle.Parse(bundle).Verify([signer.Verifier]);
        return !verdict.IsProved ? $"not proved, {verdict.Fault}"
            : verdict.Record is { } record ? $"proved that {record.Subject.Value} {record.Act} {record.Purpose}, {record.Evidence.Text}"
            : $"proved that somebody {(ConsentAct)verdict.Leaf!.Value.Act} {verdict.Leaf.Value.Purpose}";
    }

    private static int FilesHolding(string database, params string[] words) => Directory
        .GetFiles(Path.GetDirectoryName(Path.GetFullPath(database))!, Path.GetFileName(database) + "*")
        .Where(file => !file.EndsWith("-lock", StringComparison.Ordinal))
        .Count(file => words.Any(word => ReadShared(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0));

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Task SayAsync(TextWriter output, string what, string outcome) => output.WriteLineAsync($"{what,-12}{outcome}");
}
