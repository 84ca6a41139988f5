using System.Diagnostics.CodeAnalysis;

namespace Sluice.Oci.Layers;

/// <summary>How much of a layer is accepted.</summary>
public sealed record LayerLimits
{
    public static LayerLimits Default { get; } = new();

    /// <summary>Most bytes of plain tar; 8 GiB unless told otherwise.</summary>
    public long UnpackedBytes { get; init; } = 8L << 30;

    /// <summary>Most entries.</summary>
    public int Entries { get; init; } = 500_000;
}

public enum LayerProblem
{
    DigestMismatch,
    SizeMismatch,
    Corrupt,
    UnsafePath,
    LimitExceeded,
}

/// <summary>What came of reading a layer.</summary>
/// <param name="Problem">Why it must not be used, or <see langword="null"/>.</param>
/// <param name="Message">The problem for people.</param>
/// <param name="DiffId">Digest of the plain tar bytes, to be compared with the image configuration.</param>
/// <param name="UnpackedBytes">Plain tar bytes read.</param>
public sealed record LayerOutcome(LayerProblem? Problem, string? Message, Digest? DiffId, long UnpackedBytes)
{
    [MemberNotNullWhen(true, nameof(DiffId))]
    [MemberNotNullWhen(false, nameof(Message), nameof(Problem))]
    public bool IsSuccess => Problem is null;

    internal static LayerOutcome Failed(LayerProblem problem, string message) => new(problem, message, null, 0);
}
