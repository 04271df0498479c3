using FirstParty.Storage.Conformance.Laws;

namespace FirstParty.Sqlite.Tests;

[TestFixture]
public sealed class SqliteLawTests : LawConformance<SqliteBackend>
{
    protected override int Tries => 8;
}

[TestFixture]
public sealed class SqliteDurableLawTests : DurableLawConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteBackgroundResolutionTests : BackgroundResolutionConformance<SqliteBackend>
{
    protected override int Tries => 5;
}

[TestFixture]
public sealed class SqliteChangedSetupLawTests : ChangedSetupLawConformance<SqliteBackend>
{
    protected override int Tries => 3;
}
