using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace FirstParty.PostgreSql.Tests;

/// <summary>
/// A PostgreSQL server that nobody else uses: its own data directory and port, loopback only, no socket file, a password made up for it. It is stopped
/// by the process that started it, and leaves nothing behind; not even when that process is killed, because a guard ends with it.
/// </summary>
public sealed class PostgreSqlServer : IDisposable
{
    private const string Account = "postgres";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private const int FirstPort = 15_000;
    private const int LastPort = 32_000;
    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(50);
    private static readonly IPAddress ClaimsAddress = IPAddress.Parse("127.0.0.2");

    private readonly string _folder;
    private readonly bool _fsync;
    private readonly string _password = RandomNumberGenerator.GetHexString(32);
    private readonly TcpListener _claim;
    private readonly Process _guard;
    private Process? _process;

    /// <param name="fsync">Whether commits reach the disk: for tests of faults. The others are quicker without.</param>
    public PostgreSqlServer(bool fsync = false)
    {
        _fsync = fsync;
        _folder = Directory.CreateTempSubdirectory("firstparty-postgresql-").FullName;
        _claim = ClaimPort();
        _guard = StartGuard();
        Initialise();
        Start();
    }

    public int Port => ((IPEndPoint)_claim.LocalEndpoint).Port;

    /// <summary>The folder of the server's data files.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The processor time that the server and its sessions have taken: other programs of the machine do not disturb it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            var server = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            var ticks = Directory.EnumerateDirectories("/proc")
                .Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Select(Times)
                .Sum(times => times.Process == server ? times.Own + times.Ended : times.Parent == server ? times.Own : 0);
            return TimeSpan.FromMilliseconds(ticks * 10); // A hundred ticks a second, on every Linux.
        }
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        Username = Account,
        Password = _password,
        Database = Account,
        MaxPoolSize = 60,
        Timeout = 300,
        CommandTimeout = 300,
    }.ConnectionString;

    /// <summary>Starts the server, after it was stopped, and waits until it answers.</summary>
    public void Start()
    {
        _process = Process.Start(As(
            "postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1",
            "-c", "unix_socket_directories=", "-c", $"fsync={(_fsync ? "on" : "off")}", "-c", $"full_page_writes={(_fsync ? "on" : "off")}",
            "-c", "max_connections=200", "-c", "shared_buffers=256MB", "-c", "log_min_messages=fatal", "-c", "autovacuum_naptime=10s"))!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilReady();
    }

    /// <summary>Stops the server: at once, its open transactions undone, or as if the power had failed.</summary>
    public void Stop(bool crash = false)
    {
        if (_process is null)
        {
            return;
        }

        Run(As("pg_ctl", "stop", "-D", Data, "-m", crash ? "immediate" : "fast", "-w", "-t", "300"));
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop(crash: true);
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        _guard.StandardInput.Close();
        _guard.WaitForExit();
        _guard.Dispose();
        _claim.Dispose();
    }

    /// <summary>
    /// A shell that waits for the end of its input, which comes when this process closes it or is no more, however it died; then no server and no folder
    /// may be left.
    /// </summary>
    private Process StartGuard()
    {
        const string Script = "trap '' INT TERM HUP; exec >/dev/null 2>&1; cat; folder=$1; shift; \"$@\"; rm -rf \"$folder\"";
        var stop = As("pg_ctl", "stop", "-D", Data, "-m", "immediate");
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "guard", _folder, stop.FileName, .. stop.ArgumentList])
        {
            RedirectStandardInput = true, WorkingDirectory = "/",
        };
        return Process.Start(start)!;
    }

    /// <summary>What proc(5) says of a process: its parent, its own ticks, and those of its children that have ended.</summary>
    private static (int Process, int Parent, long Own, long Ended) Times(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (
                int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..13].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)),
                fields[13..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return default; // It has just ended.
        }
    }

    private static string Tools => Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending()
        .Select(version => Path.Combine(version, "bin")).First(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>
    /// Claims a port that nobody listens at: none of those that the system hands out to whoever connects. The same port of another loopback address is
    /// held as long as the server lives, restarts included, so that two servers of tests never take one at the same time.
    /// </summary>
    private static TcpListener ClaimPort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, LastPort);
            var claim = new TcpListener(ClaimsAddress, port);
            try
            {
                claim.Start();
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return claim;
            }
            catch (SocketException)
            {
                claim.Dispose(); // Somebody has it: another one.
            }
        }
    }

    /// <summary>PostgreSQL refuses to run as root; then it runs as the user that Debian's package made.</summary>
    private static ProcessStartInfo As(string tool, params string[] arguments)
    {
        var path = Path.Combine(Tools, tool);
        return Environment.UserName == "root"
            ? Quiet("runuser", ["-u", Account, "--", path, .. arguments])
            : Quiet(path, arguments);
    }

    private static ProcessStartInfo Quiet(string file, string[] arguments) => new(file, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
        Environment = { ["LC_ALL"] = "C.UTF-8" },
    };

    private static void Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {errors} {output.Result}");
        }
    }

    private void Initialise()
    {
        var passwords = Path.Combine(_folder, "password");
        File.WriteAllText(passwords, _password);
        if (Environment.UserName == "root")
        {
            Run(Quiet("chown", ["-R", Account, _folder]));
        }

        Run(As(
            "initdb", "-D", Data, "-U", Account, "--pwfile", passwords, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--no-sync"));
    }

    private void WaitUntilReady()
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (waiting.Elapsed < StartLimit && !_process!.HasExited)
            {
                _process!.WaitForExit(StartPause);
            }
        }
    }
}
