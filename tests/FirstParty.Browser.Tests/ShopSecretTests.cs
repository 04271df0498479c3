using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShop;

namespace FirstParty.Browser.Tests;

/// <summary>The shop says so when it is opened with secrets that stand in the repository.</summary>
public sealed class ShopSecretTests
{
    [TestCase("Production", null, "Segment:ServerKey", "Email:Secret")]
    [TestCase("Production", "a secret of the shop's own, long enough")]
    [TestCase("Development", null)]
    public async Task Start_WarnsOfSecretsThatEverybodyKnows(string environment, string? own, params string[] named)
    {
        var folder = Directory.CreateTempSubdirectory("webshop");
        string[] secrets = own is null ? [] : ["--Segment:ServerKey", own, "--Email:Secret", own];
        using var heard = new Listener();
        await using (var app = WebShopApp.Build(
            ["--urls", "http://127.0.0.1:0", "--Database", Path.Combine(folder.FullName, "shop.db"), "--environment", environment, .. secrets]))
        {
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(heard);
            await app.StartAsync();
            await app.StopAsync();
        }

        folder.Delete(recursive: true);
        string[] settings = ["Segment:ServerKey", "Email:Secret"];
        settings.Where(setting => heard.Warnings.Any(warning => warning.Contains(setting, StringComparison.Ordinal))).ShouldBe(named);
        heard.Warnings.ShouldAllBe(warning => !warning.Contains("only-for-development", StringComparison.Ordinal));
    }

    private sealed class Listener : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Warnings { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Warnings.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
