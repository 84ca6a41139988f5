using System.Globalization;
using Serilog;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Rollouts.Deploy;
using Sluice.Supply.Evidence;

namespace Sluice.Nuke.Jobs;

/// <summary>Brings images and their evidence to the registry.</summary>
internal static class PushJob
{
    /// <exception cref="BuildFailedException">The registry does not take them.</exception>
    public static async Task RunAsync(SluiceSession session, CancellationToken cancellationToken)
    {
        var images = await ImageJob.RequireAsync(session, cancellationToken);
        var layout = ImageJob.Builder(session).OpenLayout();
        using var client = new RegistryClient(RegistryAccess.Of(session));
        var pusher = new ImagePusher(client);
        foreach (var image in images)
        {
            var where = await ReferenceAsync(session, image.Service, cancellationToken);
            var pushed = await pusher.PushAsync(layout, image.Digest, where.WithDigest(image.Digest), null, cancellationToken);
            Report(image.Service, Require(pushed));
            Require(await EvidencePusher.PushAsync(client, where, layout, image.Digest, cancellationToken));
        }
    }

    /// <summary>The repository of a service, without tag and digest.</summary>
    public static async Task<ImageReference> ReferenceAsync(SluiceSession session, string service, CancellationToken cancellationToken) =>
        ImageReference.TryParse($"{await session.RegistryAsync(cancellationToken)}/{service}", out var reference, out var error)
            ? reference
            : throw new BuildFailedException(ExitCodes.BadInput, $"registry in sluice.yaml: {error}");

    private static T Require<T>(RegistryOutcome<T> outcome) => outcome.IsSuccess
        ? outcome.Value
        : throw new BuildFailedException(ExitCodes.Infrastructure, $"Push: {outcome.Error.Message}\nNext: ./build.sh Doctor");

    private static void Report(string service, PushReport pushed)
    {
        if (pushed.NothingToDo)
        {
            Log.Information("{Service:l}: the registry has it", service);
            return;
        }

        var size = string.Create(CultureInfo.InvariantCulture, $"{(pushed.BytesSent + 1023) / 1024} kB");
        Log.Information("{Service:l}: pushed {Size:l} to {Image:l}", service, size, pushed.Image.Name);
    }
}
