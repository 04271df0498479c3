namespace FirstParty.Pipeline;

/// <summary>Whose acts are heard when somebody is decided on.</summary>
internal enum WordOf
{
    /// <summary>Only of those who surely are the same.</summary>
    Own,

    /// <summary>Refusals of the whole person, permissions of those who surely are the same.</summary>
    Person,

    /// <summary>All acts of all who are claimed to be the same.</summary>
    Everybody,
}
