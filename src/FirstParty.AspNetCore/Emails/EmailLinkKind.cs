namespace FirstParty.AspNetCore.Emails;

/// <summary>What a link in an e-mail is for. The numbers stand in sent e-mails and never change.</summary>
internal enum EmailLinkKind
{
    /// <summary>The picture that is fetched when the e-mail is opened.</summary>
    Open = 1,

    /// <summary>A link that leads on.</summary>
    Click = 2,

    /// <summary>The link by which the recipient unsubscribes.</summary>
    Unsubscribe = 3,
}
