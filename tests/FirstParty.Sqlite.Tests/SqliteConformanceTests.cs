using FirstParty.Storage.Conformance;
using FirstParty.Storage.Conformance.Verbs;

namespace FirstParty.Sqlite.Tests;

[TestFixture]
public sealed class SqliteEventLogTests : EventLogConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteErasedFactsTests : ErasedFactsConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteUnresolvedFactsTests : UnresolvedFactsConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteQuarantineTests : QuarantineConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteProfileStoreTests : ProfileStoreConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteIdentityGraphTests : IdentityGraphConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteConsentAuditTests : ConsentAuditConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteConsentLogTests : ConsentLogConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteSegmentStoreTests : SegmentStoreConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteSessionTests : SessionConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteDurabilityTests : DurabilityConformance<SqliteBackend>;

/// <summary>The event log again, its keys brought into their table every few events instead of every 200,000.</summary>
[TestFixture]
public sealed class SqliteEventLogWithShortRunsTests : EventLogConformance<SqliteBackendWithShortRuns>;

[TestFixture]
public sealed class SqliteDurabilityWithShortRunsTests : DurabilityConformance<SqliteBackendWithShortRuns>;

[TestFixture]
public sealed class SqliteSegmentSqlTests : SegmentSqlConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteIdentityVerbTests : IdentityVerbConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteSegmentRestartTests : SegmentRestartConformance<SqliteBackend>
{
    protected override int Worlds => 12;
}

[TestFixture]
public sealed class SqliteExpiryTests : ExpiryConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteOpeningTests : OpeningConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteRefusedFactsTests : RefusedFactsConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteChangedSetupTests : ChangedSetupConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteBadIdentityTests : BadIdentityConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteTraitOutboxTests : TraitOutboxConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteConsumerCursorsTests : ConsumerCursorsConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteTraitChangesTests : TraitChangesConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteRetentionTests : RetentionConformance<SqliteBackend>;

[TestFixture]
public sealed class SqliteLongHistoryTests : LongHistoryConformance<SqliteBackend>
{
    protected override int Tries => 2;
}
