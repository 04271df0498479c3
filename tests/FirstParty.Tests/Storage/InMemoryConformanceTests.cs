using FirstParty.Storage;
using FirstParty.Storage.Conformance;
using FirstParty.Storage.Conformance.Verbs;

namespace FirstParty.Tests.Storage;

public sealed class InMemoryBackend : StorageBackend
{
    private readonly List<InMemoryStorage> _stores = [];

    public override FirstPartyStorage Create()
    {
        _stores.Add(new InMemoryStorage());
        return _stores[^1];
    }

    public override IEnumerable<(string Table, ReadOnlyMemory<byte> Value)> ReadTables() => _stores.SelectMany(ObjectSearch.Walk);
}

[TestFixture]
public sealed class InMemoryEventLogTests : EventLogConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryErasedFactsTests : ErasedFactsConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryUnresolvedFactsTests : UnresolvedFactsConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryQuarantineTests : QuarantineConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryProfileStoreTests : ProfileStoreConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryIdentityGraphTests : IdentityGraphConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryConsentAuditTests : ConsentAuditConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryConsentLogTests : ConsentLogConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemorySegmentStoreTests : SegmentStoreConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemorySessionTests : SessionConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryIdentityVerbTests : IdentityVerbConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemorySegmentLiveTests : SegmentLiveConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryExpiryTests : ExpiryConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryOpeningTests : OpeningConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryRefusedFactsTests : RefusedFactsConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryBadIdentityTests : BadIdentityConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryTraitOutboxTests : TraitOutboxConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryConsumerCursorsTests : ConsumerCursorsConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryTraitChangesTests : TraitChangesConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryRetentionTests : RetentionConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryLongHistoryTests : LongHistoryConformance<InMemoryBackend>;
