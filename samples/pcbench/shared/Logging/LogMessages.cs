using Microsoft.Extensions.Logging;

namespace PcBench.ServiceDefaults.Logging;

/// <summary>
/// Every message of the log. In one class on purpose: the generator writes several classes in no fixed order, and the
/// assembly would not come out with the same bytes each time.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Url}")]
    public static partial void Listening(this ILogger log, string url);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Cannot listen: {Reason}; free the address, or choose another by ASPNETCORE_URLS")]
    public static partial void CannotListen(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Invalid setting: {Error}")]
    public static partial void InvalidSetting(this ILogger log, string error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Crashing with exit code 1, as FAULT_CRASH_AFTER_SECONDS={Seconds} asks")]
    public static partial void Crashing(this ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: no longer ready, serving for another {Seconds} s")]
    public static partial void Stopping(this ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped: every request was answered")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(Message = "{Method} {Path} {Code} in {Milliseconds} ms")]
    public static partial void Answered(this ILogger log, LogLevel level, string method, string path, int code, string milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void Failed(this ILogger log, string method, string path, Exception exception);
}
