using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;
using Sluice.Reports.Ci;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>
/// Passes log events on without what a build server would take for a command. A message whose template is a command itself is the
/// code's own and goes as it is; nobody else's text becomes one.
/// </summary>
internal sealed class HarmlessSink(ILogger inner) : ILogEventSink
{
    private static readonly MessageTemplateParser s_parser = new();

    // As the console prints it: texts without quotation marks.
    private static readonly MessageTemplateTextFormatter s_text = new("{Message:l}", CultureInfo.InvariantCulture);

    public void Emit(LogEvent logEvent)
    {
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        s_text.Format(logEvent, written);
        var text = written.ToString();
        var isOwn = logEvent.MessageTemplate.Text.StartsWith("::", StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal);
        var harmless = isOwn ? text : RunnerCommands.Disarm(text);
        var exception = logEvent.Exception is { } thrown && thrown.ToString() is var told && RunnerCommands.Disarm(told) is var disarmed && disarmed != told
            ? new TextException(disarmed)
            : logEvent.Exception;
        inner.Write(harmless == text && ReferenceEquals(exception, logEvent.Exception) ? logEvent : new LogEvent(
            logEvent.Timestamp,
            logEvent.Level,
            exception,
            harmless == text ? logEvent.MessageTemplate : s_parser.Parse(harmless.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)),
            logEvent.Properties.Select(property => new LogEventProperty(property.Key, property.Value))));
    }
}
