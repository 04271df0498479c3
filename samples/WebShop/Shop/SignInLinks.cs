using System.Security.Cryptography;
using FirstParty.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace WebShop.Shop;

/// <summary>The link in a receipt by which a customer signs in on another device: sealed, so that it cannot be guessed, and good for a week.</summary>
public sealed class SignInLinks(IDataProtectionProvider protection)
{
    private readonly ITimeLimitedDataProtector _seal = protection.CreateProtector("WebShop.SignInLinks").ToTimeLimitedDataProtector();

    /// <summary>The ticket of a customer.</summary>
    public string Seal(Identifier customer) => _seal.Protect(customer.Value, TimeSpan.FromDays(7));

    /// <summary>The customer of a ticket, or null when it is none of ours or too old.</summary>
    public Identifier? Open(string? ticket)
    {
        try
        {
            return string.IsNullOrWhiteSpace(ticket) ? null : Identifier.UserId(_seal.Unprotect(ticket));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
