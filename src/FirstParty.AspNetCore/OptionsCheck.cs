using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Emails;

namespace FirstParty.AspNetCore;

/// <summary>Finds every mistake in the options at once, before the first request does.</summary>
internal static class OptionsCheck
{
    /// <summary>All keys, the snippet's own among them.</summary>
    /// <exception cref="FirstPartyConfigurationException">There are mistakes.</exception>
    public static Dictionary<string, Sender> SendersOf(FirstPartyEndpointOptions options, CustomerDataPlatform platform)
    {
        var senders = new Dictionary<string, Sender>(options.Senders, StringComparer.Ordinal);
        senders.TryAdd(options.Snippet.Key, new Sender(options.Collector.DefaultSource, SenderTrust.Visitor));
        List<string> mistakes = [.. options.Mistakes, .. SourcesOf(options, senders, platform), .. OthersOf(options, senders, platform)];
        return mistakes.Count == 0 ? senders : throw new FirstPartyConfigurationException(mistakes);
    }

    private static IEnumerable<string> SourcesOf(
        FirstPartyEndpointOptions options, Dictionary<string, Sender> senders, CustomerDataPlatform platform)
    {
        var sources = senders.Values.Select(sender => sender.Source).Append(options.Collector.DefaultSource);
        if (options.Email.Secret is not null)
        {
            sources = sources.Append(options.Email.Source);
        }

        return sources.Distinct(StringComparer.Ordinal)
            .Where(source => !platform.Taxonomy.Sources.ContainsKey(source))
            .Select(source => $"No source '{source}' is registered. Add Source(\"{source}\", Party.First), or name another.");
    }

    private static IEnumerable<string> OthersOf(
        FirstPartyEndpointOptions options, Dictionary<string, Sender> senders, CustomerDataPlatform platform)
    {
        if (senders[options.Snippet.Key].Trust != SenderTrust.Visitor)
        {
            yield return $"The snippet's key '{options.Snippet.Key}' is given to other clients too. Choose another with Snippet.Key.";
        }

        if (options.Visitors.StoragePurpose is { } storage && platform.Purposes.Find(storage) is null)
        {
            yield return $"The visitors' StoragePurpose '{storage}' is not registered. Add Purpose(\"{storage}\", LawfulBasis.Consent).";
        }

        foreach (var purpose in options.Visitors.ConsentNames.Values.SelectMany(ids => ids).Where(id => platform.Purposes.Find(id) is null))
        {
            yield return $"ConsentNames names the purpose '{purpose}', which is not registered.";
        }

        if (options.Email.Secret is { Length: < EmailSeal.MinSecretLength })
        {
            yield return $"The e-mail secret has at least {EmailSeal.MinSecretLength} bytes.";
        }

        var limits = options.Collector.Limits;
        long[] rates =
        [
            limits.RequestsPerSecondPerAddress, limits.RequestsPerSecondPerVisitor, limits.EventsPerSecondPerVisitor,
            limits.KilobytesPerSecondPerVisitor, limits.MaxBytesInFlight,
        ];
        if (rates.Min() < 1)
        {
            yield return "Every rate limit is at least 1.";
        }
    }
}
