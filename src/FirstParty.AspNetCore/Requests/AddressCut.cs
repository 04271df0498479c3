using System.Net;
using System.Net.Sockets;

namespace FirstParty.AspNetCore.Requests;

/// <summary>Cuts an IP address before anything stores it: the first 24 bits of IPv4 and the first 48 of IPv6 stay.</summary>
internal static class AddressCut
{
    /// <summary>The address with its last bits zero. An IPv4 address in IPv6's clothing is an IPv4 address.</summary>
    public static IPAddress Of(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 6).Clear();
        return new IPAddress(bytes);
    }
}
