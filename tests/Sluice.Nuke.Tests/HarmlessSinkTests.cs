using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sluice.Nuke.Hosting.Output;
using Assert = Xunit.Assert;

namespace Sluice.Nuke.Tests;

public sealed class HarmlessSinkTests : ILogEventSink
{
    private readonly List<LogEvent> _events = [];

    void ILogEventSink.Emit(LogEvent logEvent) => _events.Add(logEvent);

    [Fact]
    public void Emit_LineOfAServiceThatIsACommand_BecomesText()
    {
        Log(log => log.Information("{Line:l}", "::set-output name={x}::evil"));

        Assert.Equal(": :set-output name={x}::evil", Assert.Single(_events).RenderMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Emit_CommandInPieces_BecomesText()
    {
        Log(log => log.Warning("{One:l}{Other:l}", "all\n:", ":error::evil"));

        Assert.Equal("all\n: :error::evil", Assert.Single(_events).RenderMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Emit_ExceptionThatTellsACommand_TellsText()
    {
        Log(log => log.Error(new InvalidOperationException("bad\n::add-mask::evil"), "Target failed"));

        Assert.Contains("bad\n: :add-mask::evil", Assert.Single(_events).Exception!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Emit_CommandOfTheCodeItself_GoesAsItIs()
    {
        Log(log => log.Information("::add-mask::{Mask:l}", "x"));
        Log(log => log.Information("::add-mask::{Mask:l}", "x\n::error::y"));

        Assert.Equal(["::add-mask::x", ": :add-mask::x\n: :error::y"], _events.Select(one => one.RenderMessage(CultureInfo.InvariantCulture)));
    }

    private void Log(Action<ILogger> log)
    {
        using var inner = new LoggerConfiguration().WriteTo.Sink(this).CreateLogger();
        using var logger = new LoggerConfiguration().WriteTo.Sink(new HarmlessSink(inner)).CreateLogger();
        log(logger);
    }
}
