namespace Sluice.Images;

/// <summary>What a pruning of the cache did.</summary>
/// <param name="ImagesForgotten">Images that have to be built again when they are wanted again.</param>
/// <param name="BytesFreed">Less on disk than before, compiler output included.</param>
/// <param name="BytesLeft">Of the layout.</param>
public sealed record PruneReport(int ImagesForgotten, long BytesFreed, long BytesLeft);
