using System.Net;
using System.Net.Sockets;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>The sandbox under a running stage: ended, killed, kept from its port.</summary>
[Collection(StageScenarios.Name)]
public sealed class SandboxLifeTests(DeployedStage stage)
{
    private static readonly TimeSpan s_podStart = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task KilledSandbox_LeavesNoPod_AndComesBackWithItsState()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var before = await workspace.StatusAsync();

        await Shell.SignalAsync("KILL", workspace.SandboxPid);

        Assert.Empty(await ProcessTable.LeftAfterAsync(TimeSpan.FromSeconds(3), workspace.SandboxProcesses));
        (await workspace.RunAsync("DeployStage")).Expect(0).Says("Nothing changed");
        var after = await workspace.StatusAsync();
        Assert.Equal(before.LastRelease, after.LastRelease);
        Assert.Equal(before.Services.Select(service => service.Url), after.Services.Select(service => service.Url));
        foreach (var service in after.Services)
        {
            Assert.Equal(HttpStatusCode.OK, (await Web.GetAsync(service.Url, "/healthz")).Code);
        }
    }

    [Fact]
    public async Task SandboxDown_LeavesNoProcess_AndSandboxUpServesAgain()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var before = await workspace.StatusAsync();

        (await workspace.RunAsync("SandboxDown")).Expect(0);
        Assert.Empty(workspace.SandboxProcesses());
        (await workspace.RunAsync("Status")).Expect(0).Says("./build.sh SandboxUp");

        (await workspace.RunAsync("SandboxUp")).Expect(0);
        foreach (var service in before.Services)
        {
            var answer = await Web.WaitForAsync(service.Url, "/healthz", s_podStart);
            Assert.Equal(HttpStatusCode.OK, answer.Code);
            Assert.Equal(service.Revision, answer.Revision);
        }
    }

    [Fact]
    public async Task PortInUse_IsNamedWithItsHolder_AndOnceFreeTheSandboxStarts()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var registry = ImageHost((await workspace.StatusAsync())["backend"].Image);
        (await workspace.RunAsync("SandboxDown")).Expect(0);

        using (var other = new TcpListener(registry))
        {
            other.Start();
            (await workspace.RunAsync("DeployStage")).Expect(5)
                .Says(registry.ToString())
                .Says($"process {Environment.ProcessId}")
                .Says("./build.sh SandboxReset");
        }

        (await workspace.RunAsync("SandboxUp")).Expect(0).Says(registry.ToString());
    }

    private static IPEndPoint ImageHost(string image) => IPEndPoint.Parse(image.Split('/')[0]);
}
