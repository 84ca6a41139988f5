namespace Nuke.Common;

/// <summary>The log levels behind <see cref="Verbosity"/>.</summary>
public enum LogLevel
{
    Trace = 0,
    Normal = 1,
    Warning = 2,
    Error = 3,
}
