using FirstParty.Storage;
using FirstParty.Storage.Conformance.Passing;

namespace FirstParty.Tests.Platform;

/// <summary>Memory that outlives the platform over it.</summary>
internal sealed class KeptStorage() : PassingStorage(new InMemoryStorage(), keeps: true);
