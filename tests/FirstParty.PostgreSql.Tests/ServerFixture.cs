namespace FirstParty.PostgreSql.Tests;

/// <summary>The one server that these tests share, each test in a schema of its own.</summary>
[SetUpFixture]
public sealed class ServerFixture
{
    private static PostgreSqlServer? _server;

    public static PostgreSqlServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    [OneTimeSetUp]
    public void Start() => _server = new PostgreSqlServer();

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();
}
