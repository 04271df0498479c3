namespace FirstParty.Taxonomies;

/// <summary>Who decides why and how the data of a source is processed.</summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 4(7), 4(8), 26</seealso>
public enum ControllerRole : byte
{
    /// <summary>The host decides.</summary>
    Controller,

    /// <summary>The host and another organisation decide together.</summary>
    JointController,

    /// <summary>Another organisation decides, and the host acts on its instructions.</summary>
    Processor,

    /// <summary>Another organisation decided when it collected the data, and handed it to the host as a controller of its own.</summary>
    SeparateController,
}
