using System.Globalization;
using System.Text.Json;
using Sluice.Nuke.Sandbox;

namespace Sluice.Nuke.Tests;

public sealed class SandboxStateTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-sandbox-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void ReadRunning_ProcessThatLives_GivesItsState()
    {
        Write(Environment.ProcessId, OwnStart());

        var state = SandboxState.ReadRunning(_home)!;
        Assert.Equal(("https://127.77.0.1:6443", "http://127.77.0.1:7080"), (state.ApiUrl, state.IngressUrl));
    }

    [Fact]
    public void ReadRunning_PidThatAnotherProcessGot_GivesNothing()
    {
        Write(Environment.ProcessId, OwnStart() - 1);

        Assert.Null(SandboxState.ReadRunning(_home));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"pid":"many"}""")]
    public void ReadRunning_NoOrBrokenFile_GivesNothing(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(_home, "sandbox.json"), content);
        }

        Assert.Null(SandboxState.ReadRunning(_home));
    }

    private static long OwnStart()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
    }

    private void Write(int pid, long processStart) => File.WriteAllText(
        Path.Combine(_home, "sandbox.json"),
        JsonSerializer.Serialize(new { pid, processStart, version = "1", controlAddress = "127.77.0.1", apiUrl = "https://127.77.0.1:6443", registry = "127.77.0.1:5000", ingressUrl = "http://127.77.0.1:7080", kubeconfig = "k", startedAt = "2026-01-01T00:00:00Z" }));
}
