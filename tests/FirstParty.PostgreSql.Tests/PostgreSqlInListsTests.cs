using FirstParty.Storage.Conformance;

namespace FirstParty.PostgreSql.Tests;

/// <summary>The ports again, as a Citus cluster is written to.</summary>
[TestFixture]
public sealed class PostgreSqlEventLogInListsTests : EventLogConformance<PostgreSqlBackendInLists>;

[TestFixture]
public sealed class PostgreSqlQuarantineInListsTests : QuarantineConformance<PostgreSqlBackendInLists>;

[TestFixture]
public sealed class PostgreSqlIdentityGraphInListsTests : IdentityGraphConformance<PostgreSqlBackendInLists>;

[TestFixture]
public sealed class PostgreSqlConsentLogInListsTests : ConsentLogConformance<PostgreSqlBackendInLists>;

[TestFixture]
public sealed class PostgreSqlSegmentStoreInListsTests : SegmentStoreConformance<PostgreSqlBackendInLists>;
