using System.Text.Json;
using FirstParty.AspNetCore.Collector;
using FirstParty.AspNetCore.Wire;
using FirstParty.Consent.Signals;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FirstParty.AspNetCore.Requests;

/// <summary>What the server itself sees of a browser's request: privacy signal, device, place, and whether it is a program.</summary>
internal sealed class RequestFacts(CollectorOptions options, ILogger logger)
{
    private static readonly ReadOnlyMemory<byte> True = "true"u8.ToArray();

    /// <summary>Whether a browser sent it: only then its address and user agent are a person's. A server's are the host's own.</summary>
    public static bool IsBrowser(HttpRequest request, SenderTrust trust) => trust switch
    {
        SenderTrust.Visitor => true,
        SenderTrust.Host => false,
        _ => request.Headers.Origin.Count > 0 || request.Headers.ContainsKey("Sec-Fetch-Site"),
    };

    /// <summary>The members to add to each context.</summary>
    public async ValueTask<ContextAdditions> ObserveAsync(HttpContext context, SenderTrust trust, UserAgent agent)
    {
        if (!IsBrowser(context.Request, trust))
        {
            return ContextAdditions.None;
        }

        var observed = new List<ContextMember>();
        var defaults = new List<ContextMember>();
        if (GlobalPrivacyControl.IsSet(context.Request.Headers[GlobalPrivacyControl.HeaderName]))
        {
            observed.Add(new ContextMember("gpc", True));
        }

        if (agent.IsBot && options.Bots == BotPolicy.Flag)
        {
            observed.Add(new ContextMember("bot", True));
        }

        if (context.Connection.RemoteIpAddress is { } address)
        {
            var cut = AddressCut.Of(address);
            var ip = new ContextMember("ip", Write(writer => writer.WriteStringValue(cut.ToString())));
            (trust == SenderTrust.Visitor ? observed : defaults).Add(ip);
            await AddLocationAsync(defaults, cut, context.RequestAborted).ConfigureAwait(false);
        }

        AddDevice(defaults, agent);
        return new ContextAdditions(observed, defaults);
    }

    private async ValueTask AddLocationAsync(List<ContextMember> members, System.Net.IPAddress cut, CancellationToken cancellationToken)
    {
        if (options.Geography is null)
        {
            return;
        }

        try
        {
            if (await options.Geography(cut, cancellationToken).ConfigureAwait(false) is { } location)
            {
                members.Add(Object("location", ("country", location.Country), ("region", location.Region), ("city", location.City)));
            }
        }
#pragma warning disable CA1031 // The host's resolver is a convenience; an event is worth more than its place.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            CollectorLog.GeographyFailed(logger, exception);
        }
    }

    private static void AddDevice(List<ContextMember> members, UserAgent agent)
    {
        if (agent.DeviceType is not null)
        {
            members.Add(Object("device", ("type", agent.DeviceType)));
        }

        if (agent.Os is not null)
        {
            members.Add(Object("os", ("name", agent.Os), ("version", agent.OsVersion)));
        }

        if (agent.Browser is not null)
        {
            members.Add(Object("browser", ("name", agent.Browser), ("version", agent.BrowserVersion)));
        }
    }

    private static ContextMember Object(string name, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var (member, value) in members)
        {
            if (value is not null)
            {
                writer.WriteString(member, value);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return new ContextMember(name, buffer.WrittenMemory);
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(64);
        using var writer = new Utf8JsonWriter(buffer);
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
