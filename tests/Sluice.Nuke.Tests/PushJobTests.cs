using Microsoft.AspNetCore.Http;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Jobs;
using Sluice.Nuke.Tests.Diagnostics;
using Sluice.Oci;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Tests;

public sealed class PushJobTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-push-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Push_TwoServicesRefused_BothReasonsAreToldAndTheThirdIsPushed()
    {
        await using var registry = await WebStub.StartAsync(context =>
        {
            // The third one's is there already; nothing else is allowed.
            var isThere = context.Request.Path.Value!.Contains("frontend", StringComparison.Ordinal);
            context.Response.StatusCode = isThere ? 200 : 403;
            if (isThere && context.Request.Method == "HEAD")
            {
                context.Response.Headers["Docker-Content-Digest"] = context.Request.Path.Value!.Split('/')[^1];
                context.Response.ContentType = MediaTypes.ImageManifest;
                context.Response.ContentLength = 7;
            }

            return Task.CompletedTask;
        });
        var layout = OciLayout.Open(_folder.FullName, TimeProvider.System);
        var manifest = new ImageManifest { Config = await layout.PutAsync(new ImageConfig { Architecture = "amd64", Os = "linux", RootFs = new RootFileSystem { DiffIds = [] } }.ToDocument(), default), Layers = [] };
        var digest = (await layout.PutManifestAsync(manifest.ToDocument(), null, default)).Digest;
        using var client = new RegistryClient(new RegistryClientOptions { Retries = 0 });
        string[] services = ["backend", "ml-service", "frontend"];

        var failure = await Assert.ThrowsAsync<BuildFailedException>(() => PushJob.PushAsync(
            client, layout, [.. services.Select(service => new WantedPush(service, digest, new ImageReference(registry.Address, $"team/{service}")))], TimeProvider.System, default));

        Assert.Equal(ExitCodes.Infrastructure, failure.ExitCode);
        Assert.Equal(["backend", "ml-service", "Next"], failure.Message.Split('\n').Select(line => line.Split(':')[0]));
        Assert.EndsWith("Next: ./build.sh Doctor", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_LongPush_IsALineEveryFewSecondsOverAllBlobs()
    {
        var clock = new ManualClock();
        var lines = new List<string>();
        var progress = new PushProgress("backend", clock, lines.Add);
        var (one, two) = (Digest.Compute([1]), Digest.Compute([2]));

        progress.Report(new TransferProgress(one, TransferState.Moving, 1 << 20, 30 << 20));
        clock.Advance(TimeSpan.FromSeconds(4));
        progress.Report(new TransferProgress(two, TransferState.Moving, 1 << 20, 20 << 20));
        Assert.Empty(lines);
        clock.Advance(TimeSpan.FromSeconds(1));
        progress.Report(new TransferProgress(one, TransferState.Moving, 11 << 20, 30 << 20));
        progress.Report(new TransferProgress(one, TransferState.Moving, 12 << 20, 30 << 20));
        clock.Advance(PushProgress.Interval);
        progress.Report(new TransferProgress(one, TransferState.Done, 30 << 20, 30 << 20));

        Assert.Equal(["backend: sent 12 MB of 50 MB", "backend: sent 31 MB of 50 MB"], lines);
    }

    [Fact]
    public void Progress_WhatTheRegistryHas_DoesNotCount()
    {
        var clock = new ManualClock();
        var lines = new List<string>();
        var progress = new PushProgress("backend", clock, lines.Add);
        clock.Advance(TimeSpan.FromMinutes(1));

        progress.Report(new TransferProgress(Digest.Compute([1]), TransferState.AlreadyThere, 30 << 20, 30 << 20));

        Assert.Empty(lines);
    }
}
