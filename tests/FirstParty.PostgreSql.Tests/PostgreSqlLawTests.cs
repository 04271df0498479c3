using FirstParty.Storage.Conformance.Laws;

namespace FirstParty.PostgreSql.Tests;

[TestFixture]
public sealed class PostgreSqlLawTests : LawConformance<PostgreSqlBackend>
{
    protected override int Tries => 5;
}

[TestFixture]
public sealed class PostgreSqlDurableLawTests : DurableLawConformance<PostgreSqlBackend>
{
    protected override int Tries => 4;
}

[TestFixture]
public sealed class PostgreSqlBackgroundResolutionTests : BackgroundResolutionConformance<PostgreSqlBackend>
{
    protected override int Tries => 4;
}

[TestFixture]
public sealed class PostgreSqlChangedSetupLawTests : ChangedSetupLawConformance<PostgreSqlBackend>
{
    protected override int Tries => 2;
}
