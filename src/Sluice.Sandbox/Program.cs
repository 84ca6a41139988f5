using System.Runtime.InteropServices;
using Sluice.Sandbox.Hosting;

const int Done = 0;
const int BadInput = 2;
const int Infrastructure = 5;

var (arguments, errors) = SandboxArguments.Parse(args);
if (arguments is null)
{
    foreach (string error in errors)
    {
        await Console.Error.WriteLineAsync(error);
    }

    return BadInput;
}

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    await new SandboxHost(new SandboxFiles(arguments.Home), arguments.Build, TimeProvider.System).RunAsync(stop.Token);
    return Done;
}
catch (SandboxStartException e)
{
    await Console.Error.WriteLineAsync($"sandbox: {e.Message}");
    return Infrastructure;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"sandbox: {arguments.Home} cannot be used: {e.Message}; check the disk's free space and the folder's rights");
    return Infrastructure;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
