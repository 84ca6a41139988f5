using Nuke.Common.Output;
using Serilog;
using Serilog.Context;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.SystemConsole.Themes;

namespace Nuke.Common.Execution;

/// <summary>Sets up <see cref="Log.Logger"/>: levelled lines on the console, and a memory of them for the end.</summary>
public static class Logging
{
    public static readonly LoggingLevelSwitch LevelSwitch = new();

    public static LogLevel Level
    {
        get => LevelSwitch.MinimumLevel switch
        {
            LogEventLevel.Verbose or LogEventLevel.Debug => LogLevel.Trace,
            LogEventLevel.Information => LogLevel.Normal,
            LogEventLevel.Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        set => LevelSwitch.MinimumLevel = value switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Normal => LogEventLevel.Information,
            LogLevel.Warning => LogEventLevel.Warning,
            _ => LogEventLevel.Error,
        };
    }

    public static void Configure(INukeBuild build = null)
    {
        if (build is null)
        {
            InMemorySink.Instance.Clear();
        }

        Log.Logger = new LoggerConfiguration()
            .ConfigureEnricher()
            .ConfigureLevel()
            .ConfigureFilter(build)
            .ConfigureConsole(build)
            .ConfigureInMemory(build)
            .ConfigureHost(build)
            .CreateLogger();
    }

    public static LoggerConfiguration ConfigureEnricher(this LoggerConfiguration configuration) => configuration.Enrich.FromLogContext();

    public static LoggerConfiguration ConfigureLevel(this LoggerConfiguration configuration) => configuration.MinimumLevel.ControlledBy(LevelSwitch);

    /// <summary>Leaves out the lines that the host wants left out.</summary>
    public static LoggerConfiguration ConfigureFilter(this LoggerConfiguration configuration, INukeBuild build) => build is null
        ? configuration
        : configuration.Filter.ByExcluding(x => NukeBuild.Host.FilterMessage(x.MessageTemplate.Text));

    public static LoggerConfiguration ConfigureConsole(this LoggerConfiguration configuration, INukeBuild build)
    {
        var time = build is null || DisabledOutput.IsEnabled(build, DefaultOutput.Timestamps) ? "{Timestamp:HH:mm:ss} " : "";
        return configuration.WriteTo.Console(
            outputTemplate: time + "[{Level:u3}] {Message:l}{NewLine}{Exception}",
            theme: Ansi.IsOn ? AnsiConsoleTheme.Code : ConsoleTheme.None,
            formatProvider: System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Tells the host of warnings and errors, so that a build server can show them beside the run.</summary>
    public static LoggerConfiguration ConfigureHost(this LoggerConfiguration configuration, INukeBuild build) =>
        build is null ? configuration : configuration.WriteTo.Sink(new HostSink(), LogEventLevel.Warning);

    public static LoggerConfiguration ConfigureInMemory(this LoggerConfiguration configuration, INukeBuild build) =>
        configuration.WriteTo.Sink(InMemorySink.Instance, LogEventLevel.Warning);

    /// <summary>Lines until the end of the bracket belong to this target.</summary>
    public static IDisposable SetTarget(string name) => LogContext.PushProperty("Target", name);

    /// <summary>
    /// An exception of the build's own types says what is wrong: its message alone is shown, the trace with
    /// <c>--verbosity Verbose</c>. One of the system's types is nobody's message: it keeps its trace.
    /// </summary>
    internal static void Report(Exception exception, string what)
    {
        var isOwn = exception.GetType().Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != true || exception.GetType() == typeof(Exception);
        if (isOwn)
        {
            Log.Error("{Message:l}", exception.Message);
            Log.Verbose(exception, "{What:l}", what);
        }
        else
        {
            Log.Error(exception, "{What:l}", what);
        }
    }

    /// <summary>Keeps warnings and errors, to be repeated at the end.</summary>
    public class InMemorySink : ILogEventSink, IDisposable
    {
        private readonly List<LogEvent> _events = [];

        private InMemorySink()
        {
        }

        public static InMemorySink Instance { get; } = new();

        public IReadOnlyCollection<LogEvent> LogEvents
        {
            get
            {
                lock (_events)
                {
                    return _events.ToList();
                }
            }
        }

        public void Emit(LogEvent logEvent)
        {
            lock (_events)
            {
                _events.Add(logEvent);
            }
        }

        /// <summary>The memory outlives the loggers that write to it.</summary>
        public void Dispose()
        {
        }

        internal void Clear()
        {
            lock (_events)
            {
                _events.Clear();
            }
        }
    }
}
