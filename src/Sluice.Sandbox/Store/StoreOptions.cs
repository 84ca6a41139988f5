namespace Sluice.Sandbox.Store;

/// <summary>Limits of the store.</summary>
internal sealed record StoreOptions
{
    /// <summary>Changes kept for watches that start in the past; older revisions answer 410. Each keeps a whole object in memory.</summary>
    public int HistoryLength { get; init; } = 1000;

    /// <summary>The file is rewritten without its past when it has grown to this, in bytes.</summary>
    public long CompactAtBytes { get; init; } = 8 << 20;

    /// <summary>Writes that would make the file longer are refused, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 1L << 30;
}
