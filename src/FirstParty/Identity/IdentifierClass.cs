namespace FirstParty.Identity;

/// <summary>What an identifier stands for, which decides how shared use is treated.</summary>
public enum IdentifierClass : byte
{
    /// <summary>A person's own id: a customer number, a login.</summary>
    Person,

    /// <summary>A way to reach somebody: an e-mail address, a telephone number.</summary>
    Contact,

    /// <summary>A browser, a device or an advertising id: the only class whose events follow tenancy.</summary>
    Device,
}
