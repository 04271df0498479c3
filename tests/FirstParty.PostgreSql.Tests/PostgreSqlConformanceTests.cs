using FirstParty.Storage.Conformance;
using FirstParty.Storage.Conformance.Verbs;

namespace FirstParty.PostgreSql.Tests;

[TestFixture]
public sealed class PostgreSqlEventLogTests : EventLogConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlErasedFactsTests : ErasedFactsConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlUnresolvedFactsTests : UnresolvedFactsConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlQuarantineTests : QuarantineConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlProfileStoreTests : ProfileStoreConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlIdentityGraphTests : IdentityGraphConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlConsentAuditTests : ConsentAuditConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlConsentLogTests : ConsentLogConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlSegmentStoreTests : SegmentStoreConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlSessionTests : SessionConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlDurabilityTests : DurabilityConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlExpiryTests : ExpiryConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlOpeningTests : OpeningConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlIdentityVerbTests : IdentityVerbConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlRefusedFactsTests : RefusedFactsConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlBadIdentityTests : BadIdentityConformance<PostgreSqlBackend>
{
    protected override int Crowd => 5_000;
}

[TestFixture]
public sealed class PostgreSqlSegmentSqlTests : SegmentSqlConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlSegmentRestartTests : SegmentRestartConformance<PostgreSqlBackend>
{
    protected override int Worlds => 5;
}

[TestFixture]
public sealed class PostgreSqlTraitOutboxTests : TraitOutboxConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlConsumerCursorsTests : ConsumerCursorsConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlTraitChangesTests : TraitChangesConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlChangedSetupTests : ChangedSetupConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlRetentionTests : RetentionConformance<PostgreSqlBackend>;

[TestFixture]
public sealed class PostgreSqlLongHistoryTests : LongHistoryConformance<PostgreSqlBackend>
{
    protected override int Tries => 2;
}
