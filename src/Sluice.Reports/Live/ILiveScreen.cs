namespace Sluice.Reports.Live;

/// <summary>The end of a terminal where a picture stays while other lines pass above it.</summary>
public interface ILiveScreen
{
    /// <summary>Columns that a line may have without being broken by the terminal.</summary>
    int Width { get; }

    /// <summary>Rows that a picture may have.</summary>
    int Height { get; }

    /// <summary>Puts these lines in the place of those before. An empty list takes the picture away.</summary>
    void Show(IReadOnlyList<string> lines);
}
