using System.Security.Cryptography;
using System.Text;
using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

public sealed class NameHashTests
{
    [TestCase("abc", "A9993E364706816ABA3E25717850C26C9CD0D89D", TestName = "Sha1_IsRight(RFC 3174, test 1)")]
    [TestCase("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983E441C3BD26EBAAE4AA1F95129E5E54670F1", TestName = "Sha1_IsRight(RFC 3174, test 2)")]
    public void Sha1_IsRight(string name, string expected)
    {
        var hash = new byte[20];
        NameHash.Sha1(Encoding.ASCII.GetBytes(name), hash);
        Convert.ToHexString(hash).ShouldBe(expected);
    }

    [Test]
    public void Sha1_IsThePlatformsOwn_AtEveryLength()
    {
        var random = new Random(7);
        for (var length = 0; length <= 260; length++)
        {
            var (name, hash) = (new byte[length], new byte[20]);
            random.NextBytes(name);
            NameHash.Sha1(name, hash);
#pragma warning disable CA5350 // The same function is what is asked for.
            hash.ShouldBe(SHA1.HashData(name));
#pragma warning restore CA5350
        }
    }
}
