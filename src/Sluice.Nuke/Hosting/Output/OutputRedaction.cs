using Serilog;
using Serilog.Core;
using Sluice.Model.Redaction;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>Puts the redactor before everything that this process prints or logs.</summary>
internal static class OutputRedaction
{
    private static readonly Lock s_lock = new();
    private static Redactor? s_redactor;

    /// <summary>The end of the terminal; <see langword="null"/> where no picture can be drawn.</summary>
    public static LiveScreen? Screen { get; private set; }

    /// <summary>The redactor of this process, which is in place from the first call on.</summary>
    public static Redactor Install()
    {
        lock (s_lock)
        {
            if (s_redactor is null)
            {
                s_redactor = new Redactor();
                Screen = OutputPlace.IsLive(Console.IsOutputRedirected, Environment.GetEnvironmentVariable, Size().Width) ? new LiveScreen(Console.Out, Size) : null;
                Console.SetOut(new RedactingWriter(Screen?.Above(Console.Out) ?? Console.Out, s_redactor));
                Console.SetError(new RedactingWriter(Screen?.Above(Console.Error) ?? Console.Error, s_redactor));

                // Not every sink writes to the console; what the engine set up stays behind ours.
                var engine = OutputPlace.ServerOf(Environment.GetEnvironmentVariable) == BuildServerKind.None ? Log.Logger : Before(new HarmlessSink(Log.Logger));
                Log.Logger = Before(new RedactingSink(engine, s_redactor));
            }

            return s_redactor;
        }
    }

    private static ILogger Before(ILogEventSink sink) => new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(sink).CreateLogger();

    private static (int Width, int Height) Size()
    {
        try
        {
            return Console.IsOutputRedirected ? (0, 0) : (Console.WindowWidth, Console.WindowHeight);
        }
        catch (IOException)
        {
            return (0, 0);
        }
    }
}
