using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Output;

/// <summary>Hands warnings and errors to the host.</summary>
internal sealed class HostSink : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        var text = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        if (logEvent.Level == LogEventLevel.Warning)
        {
            NukeBuild.Host.ReportWarning(text, logEvent.Exception?.ToString());
        }
        else
        {
            NukeBuild.Host.ReportError(text, logEvent.Exception?.ToString());
        }
    }
}
