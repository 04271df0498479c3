using System.Collections.Immutable;

namespace FirstParty.Consent.Notices;

/// <summary>Who answers for the processing, and the measures that hold for all of it. Null means that there is none, or none to tell.</summary>
/// <param name="Name">The controller's name.</param>
/// <param name="Contact">How to reach the controller.</param>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 13(1), 30(1)</seealso>
public sealed record ControllerDetails(string Name, string Contact)
{
    /// <summary>The representative in the Union of a controller outside it.</summary>
    public string? Representative { get; init; }

    /// <summary>How to reach the data protection officer.</summary>
    public string? DataProtectionOfficer { get; init; }

    /// <summary>With whom people can lodge a complaint.</summary>
    public string? SupervisoryAuthority { get; init; }

    /// <summary>The joint controllers; empty for none.</summary>
    public ImmutableArray<string> JointControllers { get; init; } = [];

    /// <summary>Countries or organisations outside the Union that data goes to, each with its safeguard; empty for none.</summary>
    public ImmutableArray<string> Transfers { get; init; } = [];

    /// <summary>A general description of the technical and organisational security measures.</summary>
    public string? SecurityMeasures { get; init; }
}
