namespace FirstParty.Segments.Sql;

/// <summary>What is bound to a parameter or stored in a column: a whole number of 64 bits, bytes, or NULL.</summary>
/// <param name="Number">The number, or null.</param>
/// <param name="Bytes">The bytes, or null; never set together with a number.</param>
public readonly record struct SegmentSqlValue(long? Number, byte[]? Bytes)
{
    /// <summary>NULL.</summary>
    public static SegmentSqlValue Null => default;

    /// <summary>A number.</summary>
    public static implicit operator SegmentSqlValue(long? number) => new(number, null);

    /// <summary>Bytes, or NULL.</summary>
    public static implicit operator SegmentSqlValue(byte[]? bytes) => new(null, bytes);
}
