using System.Collections.Immutable;
using System.Globalization;
using FirstParty.Profiles;
using FirstParty.Segments.Columnar;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;
using FirstParty.Segments.Sql;

namespace FirstParty.Segments;

/// <summary>
/// The segments of a set as SQL: one statement a definition, run by the database over the facts of many people at once. Means what
/// <see cref="ReferenceEvaluator"/> means. A leaf that SQL cannot say is named, with the reason, and answered by the row engine: the statement joins
/// those answers. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A store keeps events in chains and values as JSON, so the facts that the rules look at, and no others, are put into temporary tables first: as of the
/// instant, for one purpose, dotted names resolved. Text is bytes of UTF-8 and numbers are whole ten-thousandths, so no collation and no rounding of a
/// database has a part in an answer; facts that are not exact in that form are refused, not approximated.
/// </remarks>
public sealed class SqlSegments
{
    /// <summary>The longest statement that is tried; a longer one is left to the row engine as a whole.</summary>
    private const int LongestStatement = 900_000;

    private const int MostParameters = 30_000;

    /// <summary>The segments of a set.</summary>
    public SqlSegments(SegmentSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        Set = set;
    }

    /// <summary>The set.</summary>
    public SegmentSet Set { get; }

    /// <summary>Evaluates every segment for everybody.</summary>
    /// <param name="sql">The database.</param>
    /// <param name="views">The views of one purpose, a row each.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="Storage.StorageException">The database failed.</exception>
    public async ValueTask<SqlSegmentsResult> EvaluateAsync(
        SegmentSqlSession sql, IReadOnlyList<ProfileView> views, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(views);
        var needs = new FactNeeds();
        _ = Translate(sql.Dialect, needs, facts: null, now);
        var facts = new FactBook(needs, views, now);
        var (statements, answered) = Translate(sql.Dialect, needs, facts, now);
        await LoadAsync(sql, facts, answered, views, now, cancellationToken).ConfigureAwait(false);
        foreach (var (text, parameters) in statements)
        {
            await sql.ExecuteAsync(text, parameters, cancellationToken).ConfigureAwait(false);
        }

        var found = await sql
            .QueryAsync($"SELECT segment, person FROM {FactTables.Members}", cancellationToken).ConfigureAwait(false);
        return new SqlSegmentsResult(
            ToBitmaps(found, views.Count),
            [.. answered.Select(leaf => new NotExpressible(leaf.Definition.Id, SegmentJson.WriteRule(leaf.Rule), leaf.Reason))],
            [.. statements.Select(statement => statement.Text)]);
    }

    private (List<Statement> Statements, List<RowLeaf> Answered) Translate(SegmentSqlDialect dialect, FactNeeds needs, FactBook? facts, DateTimeOffset now)
    {
        var (statements, answered) = (new List<Statement>(), new List<RowLeaf>());
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var nobody = new ProfileView { Id = default, Purpose = string.Empty };
        foreach (var definition in Set.Definitions)
        {
            var context = new RuleContext(nobody, now, RuleContext.Resolve(definition.TimeZone, nobody, now), Set);
            int Answer(SegmentRule leaf, string reason)
            {
                answered.Add(new RowLeaf(definition, leaf, reason));
                return answered.Count - 1;
            }

            var (index, before) = (indexes.Count, answered.Count);
            var writer = new SqlWriter(dialect);
            var condition = new RuleSql(writer, needs, facts, definition, Set, context, id => indexes[id], Answer).Holds(definition);
            var head = string.Create(
                CultureInfo.InvariantCulture, $"INSERT INTO {FactTables.Members} (segment, person) SELECT {index}, p.person FROM {FactTables.People} p WHERE ");
            if (condition.Length > LongestStatement || writer.Parameters.Count > MostParameters)
            {
                answered.RemoveRange(before, answered.Count - before);
                var number = Answer(new InSegmentRule(definition.Id), "the whole rule: its statement would be too long");
                (writer, condition) = (new SqlWriter(dialect), string.Create(
                    CultureInfo.InvariantCulture, $"EXISTS (SELECT 1 FROM {FactTables.Answers} a WHERE a.leaf = {number} AND a.person = p.person)"));
            }

            statements.Add(new Statement(head + condition, writer.Parameters));
            indexes[definition.Id] = index;
        }

        return (statements, answered);
    }

    private async ValueTask LoadAsync(
        SegmentSqlSession sql, FactBook facts, List<RowLeaf> answered, IReadOnlyList<ProfileView> views, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (table, columns) in FactTables.All)
        {
            foreach (var statement in sql.Dialect.CreateTemporary(table, FactTables.Definition(columns, sql.Dialect)))
            {
                await sql.ExecuteAsync(statement, [], cancellationToken).ConfigureAwait(false);
            }

            var rows = table == FactTables.Answers ? Answers(answered, views, now) : facts[table];
            await sql.LoadAsync(table, columns.Length, rows, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<SegmentSqlValue> Answers(List<RowLeaf> answered, IReadOnlyList<ProfileView> views, DateTimeOffset now)
    {
        var rows = new List<SegmentSqlValue>();
        for (var row = 0; row < views.Count && answered.Count > 0; row++)
        {
            var context = new RuleContext(views[row], now, TimeZoneInfo.Utc, Set);
            for (var leaf = 0; leaf < answered.Count; leaf++)
            {
                if (ReferenceEvaluator.Holds(answered[leaf].Rule, context.For(answered[leaf].Definition)))
                {
                    rows.AddRange([leaf, row]);
                }
            }
        }

        return rows;
    }

    private ImmutableArray<SegmentBitmap> ToBitmaps(IReadOnlyList<(long Segment, long Row)> found, int rows)
    {
        var bits = Set.Definitions.Select(_ => new ulong[RowBits.WordsOf(rows)]).ToArray();
        foreach (var (segment, row) in found)
        {
            bits[segment][row >> 6] |= 1UL << (int)(row & 63);
        }

        return [.. bits.Select((words, index) => new SegmentBitmap(Set.Definitions[index].Id, rows, words))];
    }

    private sealed record Statement(string Text, IReadOnlyList<SegmentSqlValue> Parameters);

    private sealed record RowLeaf(SegmentDefinition Definition, SegmentRule Rule, string Reason);
}
