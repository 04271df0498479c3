using FirstParty.Storage;
using FirstParty.Storage.Conformance;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Storage.Conformance.Verbs;
using FirstParty.Tests.Platform;

namespace FirstParty.Tests.Storage;

/// <summary>Memory in which every storage finds what the one before it left.</summary>
public sealed class KeptBackend : StorageBackend
{
    private readonly KeptStorage _kept = new();

    public override FirstPartyStorage Create() => _kept;
}

[TestFixture]
public sealed class InMemoryChangedSetupTests : ChangedSetupConformance<KeptBackend>;

[TestFixture]
public sealed class InMemoryChangedSetupLawTests : ChangedSetupLawConformance<KeptBackend>;
