using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PcBench.ServiceDefaults.Logging;

/// <summary>Writes one JSON object per line, with the trace that the line belongs to. A line is out when the call returns, so that a crash loses none.</summary>
public sealed class JsonLogs(Stream output, ServiceIdentity identity, LogLevel minimum, TimeProvider clock) : ILoggerProvider
{
    private readonly LogLevel _minimum = minimum;
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var activity = Activity.Current;
        lock (_gate)
        {
            _buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_buffer))
            {
                json.WriteStartObject();
                json.WriteString("timestamp", clock.GetUtcNow().UtcDateTime);
                json.WriteString("level", Name(level));
                json.WriteString("message", message);
                json.WriteString("service", identity.Service);
                json.WriteString("revision", identity.Revision);
                if (activity is not null)
                {
                    json.WriteString("traceId", activity.TraceId.ToHexString());
                    json.WriteString("spanId", activity.SpanId.ToHexString());
                }

                json.WriteString("logger", category);
                if (exception is not null)
                {
                    json.WriteString("exception", exception.ToString());
                }

                json.WriteEndObject();
            }

            _buffer.Write("\n"u8);
            output.Write(_buffer.WrittenSpan);
            output.Flush();
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "information",
        LogLevel.Debug => "debug",
        _ => "trace",
    };

    private sealed class CategoryLogger(JsonLogs logs, string category) : ILogger
    {
        // The framework's own lines tell about every step of every request; ours tell what a reader needs.
        private readonly LogLevel _minimum = category.StartsWith("PcBench.", StringComparison.Ordinal) || logs._minimum > LogLevel.Warning
            ? logs._minimum
            : LogLevel.Warning;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _minimum && logLevel != LogLevel.None;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                logs.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
