namespace Sluice.Supply.Scanning;

/// <summary>What a finding means for the image.</summary>
public enum ScanSeverity
{
    /// <summary>Worth a look; does not stop the image.</summary>
    Warning,

    /// <summary>The image must not be deployed.</summary>
    Failure,
}

/// <summary>What a scan comes to.</summary>
public enum ScanVerdict
{
    /// <summary>At least one finding is a <see cref="ScanSeverity.Failure"/>. The default, so that nothing passes by omission.</summary>
    Failed,

    /// <summary>Everything was examined and nothing stops the image.</summary>
    Passed,
}
