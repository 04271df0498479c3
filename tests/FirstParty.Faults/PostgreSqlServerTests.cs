using Npgsql;

namespace FirstParty.Faults;

/// <summary>A test run that is killed leaves no server behind.</summary>
public sealed class PostgreSqlServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Test]
    public async Task AServer_EndsWithTheProcessThatStartedIt_HoweverThatDies()
    {
        using var child = ChildProcess.Start("server");
        var said = (await child.StandardOutput.ReadLineAsync()).ShouldNotBeNull().Split(' ', 2);
        var (folder, server) = (Path.GetDirectoryName(said[0]), said[1]);
        (await AnswersAsync(server)).ShouldBeTrue();

        child.Kill();
        await child.WaitForExitAsync();

        SpinWait.SpinUntil(() => !Directory.Exists(folder), Limit).ShouldBeTrue("its files are gone");
        (await AnswersAsync(server)).ShouldBeFalse("nobody listens who knows its password");
    }

    private static async Task<bool> AnswersAsync(string server)
    {
        await using var connection = new NpgsqlConnection(server + ";Pooling=false");
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
