namespace Sluice.Oci.Registry;

public enum TransferState
{
    /// <summary>Bytes are moving.</summary>
    Moving,

    /// <summary>The other side had the blob, or took it from another of its repositories.</summary>
    AlreadyThere,

    Done,
}

/// <summary>How far one blob is.</summary>
/// <param name="Digest">The blob.</param>
/// <param name="State">What happens with it.</param>
/// <param name="Bytes">Moved so far; may fall back when a transfer is resumed.</param>
/// <param name="Total">Size of the blob.</param>
public sealed record TransferProgress(Digest Digest, TransferState State, long Bytes, long Total);
