using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace FirstParty.Sqlite.Native;

/// <summary>
/// The few functions that are called with every value of every row, without what a safe handle costs each time: whoever calls them holds the
/// statement. They are those of the library that everything else here goes through.
/// </summary>
/// <seealso href="https://www.sqlite.org/c3ref/stmt.html">SQLite: prepared statements</seealso>
internal static partial class Sqlite3
{
    private const string Library = "sqlite3-of-the-provider";

    /// <summary>The bytes are copied before the call returns.</summary>
    private const nint Transient = -1;

#pragma warning disable CA1810 // The library must be known before its first function is called.
    static Sqlite3() => NativeLibrary.SetDllImportResolver(typeof(Sqlite3).Assembly, Resolve);
#pragma warning restore CA1810

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_changes")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Changes(nint connection);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Bind(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int BindNull(nint statement, int index);

    /// <summary>Binds bytes; none are an empty BLOB, not NULL.</summary>
    public static int BindBlob(nint statement, int index, ReadOnlySpan<byte> value) => value.IsEmpty
        ? BindZeroes(statement, index, 0)
        : BindBlob(statement, index, in MemoryMarshal.GetReference(value), value.Length, Transient);

    /// <summary>Binds text in UTF-8; none is an empty TEXT, not NULL.</summary>
    public static int BindText(nint statement, int index, ReadOnlySpan<byte> value) => value.IsEmpty
        ? BindText(statement, index, in MemoryMarshal.GetReference("\0"u8), 0, Transient)
        : BindText(statement, index, in MemoryMarshal.GetReference(value), value.Length, Transient);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int TypeOf(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial long Int64(nint statement, int column);

    /// <summary>The bytes of a BLOB or of a TEXT in UTF-8, valid until the next step; empty for NULL.</summary>
    public static unsafe ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        var bytes = Blob(statement, column);
        return bytes is null ? default : new ReadOnlySpan<byte>(bytes, Length(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe partial byte* Blob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int Length(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_zeroblob")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int BindZeroes(nint statement, int index, int length);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int BindBlob(nint statement, int index, ref readonly byte value, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int BindText(nint statement, int index, ref readonly byte value, int length, nint destructor);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Library ? NativeLibrary.Load(raw.GetNativeLibraryName(), assembly, path) : 0;
}
