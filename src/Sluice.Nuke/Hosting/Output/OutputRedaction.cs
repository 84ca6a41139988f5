using Serilog;
using Sluice.Model.Redaction;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>Puts the redactor before everything that this process prints or logs.</summary>
internal static class OutputRedaction
{
    private static readonly Lock s_lock = new();
    private static Redactor? s_redactor;

    /// <summary>The redactor of this process, which is in place from the first call on.</summary>
    public static Redactor Install()
    {
        lock (s_lock)
        {
            if (s_redactor is null)
            {
                s_redactor = new Redactor();
                Console.SetOut(new RedactingWriter(Console.Out, s_redactor));
                Console.SetError(new RedactingWriter(Console.Error, s_redactor));

                // Not every sink writes to the console; what the engine set up stays behind ours.
                Log.Logger = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new RedactingSink(Log.Logger, s_redactor)).CreateLogger();
            }

            return s_redactor;
        }
    }
}
