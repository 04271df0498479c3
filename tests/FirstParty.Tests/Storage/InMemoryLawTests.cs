using FirstParty.Storage;
using FirstParty.Storage.Conformance;
using FirstParty.Storage.Conformance.Laws;

namespace FirstParty.Tests.Storage;

[TestFixture]
public sealed class InMemoryLawTests : LawConformance<InMemoryLawTests.Memory>
{
    public sealed class Memory : StorageBackend
    {
        public override FirstPartyStorage Create() => new InMemoryStorage();
    }
}

[TestFixture]
public sealed class InMemoryErasureLawTests : ErasureLawConformance<InMemoryBackend>;

[TestFixture]
public sealed class InMemoryBackgroundResolutionTests : BackgroundResolutionConformance<InMemoryBackend>;
