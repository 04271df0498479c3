using System.Net;

namespace FirstParty.Segments.Rules;

/// <summary><c>cidr</c>: the value is an IP address in one of the networks, such as <c>10.0.0.0/8</c>.</summary>
public sealed record NetworkCondition : ValueCondition
{
    private readonly IPNetwork[] _parsed;

    /// <summary>Tests an address.</summary>
    /// <exception cref="ArgumentException">There is no network, too many, or one is not in CIDR form with its host bits zero.</exception>
    public NetworkCondition(ValueList<string> networks)
    {
        Networks = RuleLimits.CheckList(networks, nameof(networks));
        _parsed = [.. networks.Select(text => IPNetwork.TryParse(text, out var network)
            ? network
            : throw new ArgumentException("Not a network in CIDR form, such as 10.0.0.0/8.", nameof(networks)))];
    }

    /// <summary>The networks as written.</summary>
    public ValueList<string> Networks { get; }

    /// <inheritdoc />
    public override string Name => "cidr";

    internal IReadOnlyList<IPNetwork> Parsed => _parsed;

    /// <summary>Whether an address is in one of the networks.</summary>
    public bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        foreach (var network in _parsed)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc />
    public bool Equals(NetworkCondition? other) => other is not null && Networks.Equals(other.Networks);

    /// <inheritdoc />
    public override int GetHashCode() => Networks.GetHashCode();
}
