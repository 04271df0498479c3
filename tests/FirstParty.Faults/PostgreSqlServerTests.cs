using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FirstParty.Faults;

/// <summary>A test run that is killed leaves no server behind.</summary>
public sealed class PostgreSqlServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Test]
    public async Task AServer_EndsWithTheProcessThatStartedIt_HoweverThatDies()
    {
        using var child = ChildProcess.Start("server");
        var said = (await child.StandardOutput.ReadLineAsync()).ShouldNotBeNull().Split(' ');
        var (port, folder) = (int.Parse(said[0], CultureInfo.InvariantCulture), Path.GetDirectoryName(said[1]));
        (await AnswersAsync(port)).ShouldBeTrue();

        child.Kill();
        await child.WaitForExitAsync();

        SpinWait.SpinUntil(() => !Directory.Exists(folder), Limit).ShouldBeTrue("its files are gone");
        (await AnswersAsync(port)).ShouldBeFalse("nobody listens");
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
