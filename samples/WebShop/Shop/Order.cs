using System.ComponentModel.DataAnnotations;

namespace WebShop.Shop;

/// <summary>What the checkout's form asks for.</summary>
public sealed class Order
{
    /// <summary>The given name.</summary>
    [Required(ErrorMessage = "Your first name, please."), StringLength(60)]
    public string FirstName { get; set; } = "";

    /// <summary>The family name.</summary>
    [Required(ErrorMessage = "Your last name, please."), StringLength(60)]
    public string LastName { get; set; } = "";

    /// <summary>Where the receipt goes.</summary>
    [Required(ErrorMessage = "Where should the receipt go?"), EmailAddress(ErrorMessage = "That is not an e-mail address."), StringLength(200)]
    public string Email { get; set; } = "";

    /// <summary>Street and number.</summary>
    [Required(ErrorMessage = "Where should the parcel go?"), StringLength(120)]
    public string Street { get; set; } = "";

    /// <summary>The postal code.</summary>
    [Required(ErrorMessage = "The postal code, please."), RegularExpression(@"\d{3} ?\d{2}", ErrorMessage = "Five digits, such as 113 20.")]
    public string PostalCode { get; set; } = "";

    /// <summary>The city.</summary>
    [Required(ErrorMessage = "The city, please."), StringLength(80)]
    public string City { get; set; } = "";

    /// <summary>The Swedish personal number, for the invoice.</summary>
    [Required(ErrorMessage = "An invoice needs your personal number."), StringLength(13)]
    public string PersonalNumber { get; set; } = "";
}
