using FirstParty.Events;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The marks of erased facts of one connection.</summary>
internal sealed class SqliteErasedFacts(Database database) : ErasedFacts
{
    private const string AnySql = "SELECT 1 FROM erased_facts LIMIT 1";
    private const string AddSql = "INSERT INTO erased_facts (mark) VALUES (?) ON CONFLICT DO NOTHING";
    private const string FindSql = "SELECT 1 FROM erased_facts WHERE mark = ?";

    public override ValueTask<bool> AnyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Prepare(AnySql).Scalar() is not null);
    }

    public override ValueTask AddAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var mark in marks)
        {
            database.Prepare(AddSql).Bind(mark.Value).Run();
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlySet<FactMark>> FindAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IReadOnlySet<FactMark>>(
            marks.Where(mark => database.Prepare(FindSql).Bind(mark.Value).Scalar() is not null).ToHashSet());
    }
}
