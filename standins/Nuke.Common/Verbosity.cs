namespace Nuke.Common;

/// <summary>How much the log shows.</summary>
public enum Verbosity
{
    Verbose = 0,
    Normal = 1,
    Minimal = 2,
    Quiet = 3,
}
