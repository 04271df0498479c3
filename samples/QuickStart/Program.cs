using System.Globalization;
using QuickStart;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

switch (args)
{
    case []:
        using (var place = new TemporaryFolder())
        {
            await TeaShop.RunAsync(place.File("shop.db"), Console.Out);
        }

        return 0;
    case ["consent"]:
        using (var place = new TemporaryFolder())
        {
            await ConsentStory.RunAsync(place.File("shop.db"), Console.Out);
        }

        return 0;
    case ["import", var file]:
        return await ImportCommand.RunAsync(file, "cdnow.db", Console.Out, stopping.Token);
    case ["import", var file, var database]:
        return await ImportCommand.RunAsync(file, database, Console.Out, stopping.Token);
    default:
        Console.WriteLine("""
            dotnet run --project samples/QuickStart                             the README's code
            dotnet run --project samples/QuickStart -- consent                  ask, grant, use, withdraw, refuse, prove, erase, prove again
            dotnet run --project samples/QuickStart -- import FILE [DATABASE]   CDNOW purchases into SQLite (default cdnow.db), and what they tell
            """);
        return args is ["help" or "--help" or "-h"] ? 0 : 2;
}
