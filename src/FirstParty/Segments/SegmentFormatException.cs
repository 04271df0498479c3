namespace FirstParty.Segments;

/// <summary>A segment definition in JSON cannot be read. Says where and why, and what may have been meant.</summary>
public sealed class SegmentFormatException : FormatException
{
    /// <summary>An error without a place.</summary>
    public SegmentFormatException()
        : this("A segment definition cannot be read.")
    {
    }

    /// <summary>An error without a place.</summary>
    public SegmentFormatException(string message)
        : this(message, "$", 1, 1)
    {
    }

    /// <summary>An error without a place.</summary>
    public SegmentFormatException(string message, Exception? innerException)
        : this(message, "$", 1, 1, innerException)
    {
    }

    /// <summary>An error at a place.</summary>
    public SegmentFormatException(string problem, string path, int line, int column, Exception? innerException = null)
        : base($"{path} (line {line}, column {column}): {problem}", innerException) =>
        (Problem, Path, Line, Column) = (problem, path, line, column);

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>Where in the document, as a JSON path: <c>$.when.all[1].count.gt</c>.</summary>
    public string Path { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column in bytes of UTF-8, from 1.</summary>
    public int Column { get; }
}
