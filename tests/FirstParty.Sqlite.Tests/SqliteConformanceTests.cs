using FirstParty.Storage.Conformance;

namespace FirstParty.Sqlite.Tests;

[TestFixture]
public sealed class SqliteEventLogTests : EventLogConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteQuarantineTests : QuarantineConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteProfileStoreTests : ProfileStoreConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteIdentityGraphTests : IdentityGraphConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteConsentLogTests : ConsentLogConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteSegmentStoreTests : SegmentStoreConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteSessionTests : SessionConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteDurabilityTests : DurabilityConformance<SqliteBackend>;
