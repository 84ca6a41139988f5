using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Sluice.Sandbox.Hosting;

/// <summary>Writes the log to a file; when it is full it becomes <c>….1</c> (the one before is dropped) and a new one begins. A full disk loses lines, never the sandbox.</summary>
internal sealed class BoundedFileSink(string path, long maxBytes) : ILogEventSink, IDisposable
{
    private readonly Lock _lock = new();
    private readonly MessageTemplateTextFormatter _format = new("{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}{Exception}");
    private FileStream? _file;

    public void Emit(LogEvent logEvent)
    {
        var text = new StringWriter();
        _format.Format(logEvent, text);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        lock (_lock)
        {
            try
            {
                _file ??= Open();
                if (_file.Length + bytes.Length > maxBytes && _file.Length > 0)
                {
                    _file.Dispose();
                    File.Move(path, path + ".1", overwrite: true);
                    _file = Open();
                }

                _file.Write(bytes);
            }
            catch (IOException)
            {
                _file?.Dispose();
                _file = null;
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Open() => new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
