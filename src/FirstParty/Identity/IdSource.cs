namespace FirstParty.Identity;

/// <summary>Where new ids come from. Hosts keep the default; tests bring one that repeats itself. Thread-safe.</summary>
public abstract class IdSource
{
    /// <summary>UUIDv7: time-ordered, so that indexes stay local, with 74 bits from the operating system's random source.</summary>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, UUID version 7</seealso>
    public static IdSource UuidV7 { get; } = new UuidV7Source();

    /// <summary>A new id, never given before.</summary>
    /// <param name="now">The current instant.</param>
    public abstract Guid Next(DateTimeOffset now);

    private sealed class UuidV7Source : IdSource
    {
        public override Guid Next(DateTimeOffset now) => Guid.CreateVersion7(now);
    }
}
