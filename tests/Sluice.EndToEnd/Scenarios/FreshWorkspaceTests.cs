using System.Net;
using System.Text.Json.Nodes;
using Sluice.EndToEnd.Harness;
using Sluice.Kubernetes.Connection;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Scenarios that need a workspace of their own.</summary>
public sealed class FreshWorkspaceTests
{
    private const string Notes = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task SandboxReset_ForgetsEverything()
    {
        await using var workspace = await Workspace.CreateAsync();
        (await workspace.RunAsync("SandboxUp")).Expect(0);
        await WriteNoteAsync(workspace);
        (await workspace.RunAsync("SandboxDown")).Expect(0);
        (await workspace.RunAsync("SandboxUp")).Expect(0);
        Assert.True(await HasNoteAsync(workspace));

        (await workspace.RunAsync("SandboxReset")).Expect(0);

        Assert.Empty(workspace.SandboxProcesses());
        Assert.False(Directory.Exists(workspace.SandboxHome));
        (await workspace.RunAsync("SandboxUp")).Expect(0);
        Assert.False(await HasNoteAsync(workspace));
    }

    [SmallDiskFact]
    public async Task FullDisk_IsSaidClearly_StopsNoService_AndWithSpaceTheNextRunGoesOn()
    {
        await using var workspace = await Workspace.CreateAsync();
        await using var disk = await SmallDisk.MountAsync(workspace.Temporary, 4);

        (await workspace.RunAsync("DeployStage")).Expect(5).SaysLike("the disk is full");

        await disk.GrowAsync(48);
        var deployed = (await workspace.RunAsync("DeployStage")).Expect(0);

        var filler = await disk.FillAsync();
        workspace.Configure("frontend", "VARIANT", "full disk");
        (await workspace.RunAsync("DeployStage")).Expect(5).SaysLike("(?i)disk is full|no space left");
        Assert.Equal(HttpStatusCode.OK, (await Web.GetAsync(deployed.UrlOf("frontend"), "/api/benchmarks")).Code);

        File.Delete(filler);
        (await workspace.RunAsync("DeployStage")).Expect(0).SaysLike("frontend .*http://");
    }

    private static async Task WriteNoteAsync(Workspace workspace)
    {
        using var connection = await ConnectAsync(workspace);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var note = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "note" } };
        var written = await connection.Client.CreateAsync(Notes, note, limit.Token);
        Assert.True(written.Succeeded(out _, out var error), error?.ToString());
    }

    private static async Task<bool> HasNoteAsync(Workspace workspace)
    {
        using var connection = await ConnectAsync(workspace);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var read = await connection.Client.GetAsync($"{Notes}/note", limit.Token);
        return read.Succeeded(out _, out var error) || (error.IsNotFound ? false : throw new InvalidOperationException(error.ToString()));
    }

    private static async Task<ClusterConnection> ConnectAsync(Workspace workspace)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var opened = await ClusterConnection.OpenAsync(new ConnectionRequest { Kubeconfig = workspace.Kubeconfig }, TimeProvider.System, limit.Token);
        return opened.Succeeded(out var connection) ? connection : throw new InvalidOperationException(string.Join('\n', opened.Problems));
    }
}
