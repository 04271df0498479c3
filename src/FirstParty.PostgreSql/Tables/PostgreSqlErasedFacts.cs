using FirstParty.Events;
using FirstParty.PostgreSql.Native;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The marks of erased facts of one session.</summary>
internal sealed class PostgreSqlErasedFacts(Database database) : ErasedFacts
{
    public const string AnyColumn = "EXISTS (SELECT 1 FROM firstparty.erased_facts)";

    private const string AnySql = $"SELECT {AnyColumn}";
    private const string FindSql = "SELECT mark FROM firstparty.erased_facts WHERE mark = ANY($1)";

    private static readonly Insertion<FactMark> Marks = new Insertion<FactMark>("firstparty.erased_facts", "ON CONFLICT DO NOTHING")
        .Uuid("mark", mark => Binary.Uuid(mark.Value));

    private bool? _any;

    /// <summary>The statement that sees whether there are any: once whoever a batch names is held, nobody adds one that it could meet.</summary>
    public Statement Look() => database.Sql(AnySql).Each(row => See(row, 0));

    public void See(NpgsqlDataReader row, int column) => _any = row.GetBoolean(column);

    public override async ValueTask<bool> AnyAsync(CancellationToken cancellationToken)
    {
        if (_any is { } seen)
        {
            return seen;
        }

        var any = false;
        await database.RunAsync(database.Sql(AnySql).Each(row => any = row.GetBoolean(0)), cancellationToken).ConfigureAwait(false);
        return any;
    }

    public override ValueTask AddAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken)
    {
        _any = null;
        return database.RunAsync([.. Marks.Of(database, [.. marks.Distinct().OrderBy(mark => mark.Value)])], cancellationToken);
    }

    public override async ValueTask<IReadOnlySet<FactMark>> FindAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken)
    {
        var found = new HashSet<FactMark>();
        await database.RunAsync(
            database.Sql(FindSql).Add(marks.Select(mark => Binary.Uuid(mark.Value))).Each(row => found.Add(new FactMark(Binary.Key(row.GetGuid(0))))),
            cancellationToken).ConfigureAwait(false);
        return found;
    }
}
