using System.Buffers;
using System.Text;
using SQLitePCL;

namespace FirstParty.Sqlite.Native;

/// <summary>
/// A prepared statement, kept and reused. Parameters are bound in order; running or resetting it starts over at the first.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int StackLimit = 512;

    private readonly Database _database;
    private readonly sqlite3_stmt _handle;
    private nint _statement;
    private int _bound;
    private bool _open;

    public Statement(Database database, sqlite3_stmt handle)
    {
        _database = database;
        _handle = handle;
        _statement = handle.DangerousGetHandle(); // Stays with the handle until this is disposed.
    }

    public Statement Bind(long value)
    {
        _database.Check(Sqlite3.Bind(_statement, ++_bound, value));
        return this;
    }

    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public Statement Bind(ReadOnlySpan<byte> value)
    {
        _database.Check(Sqlite3.BindBlob(_statement, ++_bound, value));
        return this;
    }

    public Statement BindUnlessEmpty(ReadOnlySpan<byte> value) => value.IsEmpty ? BindNull() : Bind(value);

    public Statement BindUnlessNull(ReadOnlyMemory<byte>? value) => value is { } bytes ? Bind(bytes.Span) : BindNull();

    public Statement BindNull()
    {
        _database.Check(Sqlite3.BindNull(_statement, ++_bound));
        return this;
    }

    public Statement Bind(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[Binary.KeySize];
        Binary.Write(bytes, value);
        return Bind(bytes);
    }

    public Statement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[Binary.KeySize];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(bytes);
    }

    public Statement Bind(UInt128? value) => value is { } key ? Bind(key) : BindNull();

    public Statement Bind(Guid? value) => value is { } uuid ? Bind(uuid) : BindNull();

    public Statement Bind(DateTimeOffset value) => Bind(Binary.Ticks(value));

    public Statement Bind(DateTimeOffset? value) => value is { } instant ? Bind(instant) : BindNull();

    public Statement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > StackLimit ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[StackLimit];
        var written = Encoding.UTF8.GetBytes(value, buffer);
        _database.Check(Sqlite3.BindText(_statement, ++_bound, buffer[..written]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>Steps to the next row; at the end, or on a fault, the statement is reset.</summary>
    public bool Step()
    {
        var code = Sqlite3.Step(_statement);
        _open = true;
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        var fault = code == raw.SQLITE_DONE ? null : _database.Fail(code);
        Reset();
        return fault is null ? false : throw fault;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        return Sqlite3.Changes(_database.Connection);
    }

    /// <summary>The first row's first column, or null when there is no row or it holds NULL.</summary>
    public long? Scalar()
    {
        long? value = Step() && !IsNull(0) ? Int64(0) : null;
        Reset();
        return value;
    }

    public void Reset()
    {
        _ = Sqlite3.Reset(_statement); // Repeats the code of the last step, which has been dealt with.
        _bound = 0;
        _open = false;
    }

    /// <summary>The statement ready for its first parameter, even if its last use was broken off.</summary>
    public Statement Ready()
    {
        if (_open || _bound > 0)
        {
            Reset();
        }

        return this;
    }

    public bool IsNull(int column) => Sqlite3.TypeOf(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => Sqlite3.Int64(_statement, column);

    public int Int32(int column) => unchecked((int)Sqlite3.Int64(_statement, column));

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>The bytes of a BLOB or of a TEXT in UTF-8, valid until the next step; empty for NULL.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => Sqlite3.Bytes(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public UInt128 Key(int column) => Binary.ReadKey(Bytes(column));

    public Guid Uuid(int column) => Bytes(column) is { Length: Binary.KeySize } bytes ? new Guid(bytes, bigEndian: true) : throw Binary.Malformed();

    public DateTimeOffset Instant(int column) => Binary.Instant(Int64(column));

    public void Dispose()
    {
        _statement = 0; // SQLite refuses it, where somebody still uses this.
        _handle.Dispose();
    }
}
