using System.Collections.Immutable;

namespace FirstParty.Consent.Proofs;

/// <summary>Reads an opened payload under a leaf that may be altered.</summary>
internal static class OpenedPayload
{
    /// <summary>The record and whom it binds; null when leaf and payload make no record together.</summary>
    public static (ConsentRecord Record, ImmutableArray<SubjectLookup> Bound)? Read(ConsentLeaf leaf, byte[] payload)
    {
        try
        {
            return ConsentPayloadReader.Read(leaf.Header, payload);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return null;
        }
    }
}
