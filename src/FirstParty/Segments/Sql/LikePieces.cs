using System.Text;

namespace FirstParty.Segments.Sql;

/// <summary>A pattern of <c>like</c> taken apart at its <c>%</c>.</summary>
internal static class LikePieces
{
    /// <summary>What stands between the <c>%</c>: one piece for the whole text, two for its beginning and end, three with one between them. Null for any other pattern.</summary>
    public static string[]? Of(string pattern)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '_':
                    return null;
                case '%':
                    pieces.Add(piece.ToString());
                    piece.Clear();
                    break;
                case '\\' when i + 1 < pattern.Length:
                    piece.Append(pattern[++i]);
                    break;
                default:
                    piece.Append(pattern[i]);
                    break;
            }
        }

        pieces.Add(piece.ToString());
        var inner = pieces.Skip(1).Take(pieces.Count - 2).Where(text => text.Length > 0).ToList();
        return pieces.Count == 1 ? [pieces[0]] : inner.Count > 1 ? null : [pieces[0], .. inner, pieces[^1]];
    }
}
