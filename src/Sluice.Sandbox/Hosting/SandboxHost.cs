using Serilog;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Hosting;

/// <summary>One sandbox from lock to clean stop.</summary>
/// <param name="files">Its home.</param>
/// <param name="build">Its version in sandbox.json.</param>
/// <param name="time">The clock of everything in it.</param>
internal sealed class SandboxHost(SandboxFiles files, string? build, TimeProvider time)
{
    private const long MaxLogBytes = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Starts every part, says so in sandbox.json, and stops them when <paramref name="stop"/> fires.</summary>
    /// <exception cref="SandboxStartException">It cannot start.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(files.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var held = Hold().ConfigureAwait(false);
        File.Delete(files.State);
        await using var log = new LoggerConfiguration().WriteTo.Sink(new BoundedFileSink(files.Log, MaxLogBytes)).CreateLogger();
        var addresses = AddressBlocks.Choose(files);
        using var store = OpenStore();
        var context = new SandboxContext { Home = files.Home, Addresses = addresses, Store = store, Time = time, Log = log };
        var parts = SandboxParts.Compose(context, SandboxKeys.LoadOrCreate(files, addresses, time));
        var started = new Stack<ISandboxPart>();
        try
        {
            foreach (var part in parts)
            {
                started.Push(part);
                await part.StartAsync(stop).ConfigureAwait(false);
            }

            SandboxFiles.WriteWhole(files.State, SandboxState.Of(files, addresses, build, time.GetUtcNow()).Text());
            log.Information("ready at {Address}", addresses.ControlAddress);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.Information("stopping");
        }
        finally
        {
            File.Delete(files.State);
            await StopAsync(started, log).ConfigureAwait(false);
        }
    }

    private async Task StopAsync(Stack<ISandboxPart> parts, Serilog.ILogger log)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        foreach (var part in parts)
        {
            try
            {
                await part.StopAsync(patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The other parts still have processes and files to close.
                log.Warning(e, "{Part} did not stop cleanly", part.Name);
            }

            if (part is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (part as IDisposable)?.Dispose();
            }
        }

        log.Information("stopped");
    }

    private FileStream Hold()
    {
        try
        {
            return new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new SandboxStartException($"another sandbox runs in {files.Home} (its file \"lock\" is held): use it, or end it with ./build.sh SandboxDown", e);
        }
    }

    private ObjectStore OpenStore()
    {
        try
        {
            return new ObjectStore(time, files.Store);
        }
        catch (Exception e) when (e is StoreCorruptException or IOException or UnauthorizedAccessException)
        {
            throw new SandboxStartException($"the sandbox's store cannot be read: {e.Message}", e);
        }
    }
}
