using Serilog;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Oci;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;
using Sluice.Rollouts.Deploy;
using Sluice.Supply.Evidence;

namespace Sluice.Nuke.Jobs;

/// <summary>Brings images and their evidence to the registry, those of all services at the same time.</summary>
internal static class PushJob
{
    /// <exception cref="BuildFailedException">The registry does not take at least one of them; the message names every reason.</exception>
    public static async Task RunAsync(SluiceSession session, CancellationToken cancellationToken)
    {
        var images = await ImageJob.RequireAsync(session, cancellationToken);
        var layout = ImageJob.Builder(session).OpenLayout();
        var wanted = new List<WantedPush>();
        foreach (var image in images)
        {
            wanted.Add(new WantedPush(image.Service, image.Digest, await ReferenceAsync(session, image.Service, cancellationToken)));
        }

        using var client = new RegistryClient(RegistryAccess.Of(session));
        await PushAsync(client, layout, wanted, session.Clock, cancellationToken);
        await CommitNames.WriteAsync(client, wanted, await session.GitAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Pushes all of them. One that fails does not stop the others: what arrived is not sent again.</summary>
    /// <exception cref="BuildFailedException">At least one failed.</exception>
    internal static async Task PushAsync(RegistryClient client, OciLayout layout, IReadOnlyList<WantedPush> wanted, TimeProvider clock, CancellationToken cancellationToken)
    {
        var pusher = new ImagePusher(client);
        var errors = await Task.WhenAll(wanted.Select(async image => (image.Service, Error: await PushAsync(client, pusher, layout, image, clock, cancellationToken))));
        var failed = errors.Where(push => push.Error is not null).ToList();
        if (failed.Count > 0)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', [.. failed.Select(push => $"{push.Service}: {push.Error!.Message}"), "Next: ./build.sh Doctor"]));
        }
    }

    /// <summary>The repository of a service, without tag and digest.</summary>
    public static async Task<ImageReference> ReferenceAsync(SluiceSession session, string service, CancellationToken cancellationToken) =>
        ImageReference.TryParse($"{await session.RegistryAsync(cancellationToken)}/{service}", out var reference, out var error)
            ? reference
            : throw new BuildFailedException(ExitCodes.BadInput, $"registry in sluice.yaml: {error}");

    private static async Task<RegistryError?> PushAsync(
        RegistryClient client, ImagePusher pusher, OciLayout layout, WantedPush image, TimeProvider clock, CancellationToken cancellationToken)
    {
        var progress = new PushProgress(image.Service, clock, line => Log.Information("{Line:l}", line));
        var pushed = await pusher.PushAsync(layout, image.Digest, image.Where.WithDigest(image.Digest), progress, cancellationToken);
        if (!pushed.IsSuccess)
        {
            return pushed.Error;
        }

        Report(image.Service, pushed.Value);
        var evidence = await EvidencePusher.PushAsync(client, image.Where, layout, image.Digest, cancellationToken);
        return evidence.IsSuccess ? null : evidence.Error;
    }

    private static void Report(string service, PushReport pushed)
    {
        if (pushed.NothingToDo)
        {
            Log.Information("{Service:l}: the registry has it", service);
            return;
        }

        Log.Information("{Service:l}: pushed {Size:l} to {Image:l}", service, PushProgress.Size(pushed.BytesSent), pushed.Image.Name);
    }
}

/// <summary>An image that is to be pushed.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Digest">Of its manifest or index.</param>
/// <param name="Where">Its repository.</param>
internal sealed record WantedPush(string Service, Digest Digest, ImageReference Where);
