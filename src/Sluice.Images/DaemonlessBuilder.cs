using Sluice.Images.Cache;
using Sluice.Images.Inputs;
using Sluice.Images.Layers;
using Sluice.Images.Publishing;
using Sluice.Model;
using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images;

/// <summary>
/// Builds images with the .NET SDK alone: no Docker, no daemon, no root. A service whose inputs were built before is not
/// built again. The bytes depend on the inputs only, see <see cref="BuildInputs"/>.
/// </summary>
public sealed class DaemonlessBuilder(BuilderOptions options, TimeProvider time)
{
    /// <summary>Nobody works on a file for so long.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromDays(1);

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Root));
    private readonly string _work = Path.GetFullPath(options.WorkFolder);

    /// <summary>Opens the layout that holds the images.</summary>
    public OciLayout OpenLayout() => OciLayout.Open(options.LayoutFolder, time);

    /// <summary>Builds what changed. Answers one outcome for each service, in the given order; never throws for what is wrong with a project.</summary>
    /// <param name="services">Services with different names.</param>
    /// <param name="progress">Told when a service enters a phase; called from several threads.</param>
    /// <param name="cancellationToken">Ends the compiler; the cache stays sound.</param>
    public Task<IReadOnlyList<BuildOutcome>> BuildAsync(IReadOnlyList<ServiceDefinition> services, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
        => RunAsync(
            new BuildRun(services, progress, time),
            (run, wanted, layout, sound, inputs) => new ImageMaker(options, _root, _work, layout, sound, inputs, time).MakeAsync(run, wanted, cancellationToken),
            cancellationToken);

    /// <summary>Finds the images of unchanged services without building any: a service that changed since its image was built fails.</summary>
    public Task<IReadOnlyList<BuildOutcome>> FindAsync(IReadOnlyList<ServiceDefinition> services, CancellationToken cancellationToken)
        => RunAsync(
            new BuildRun(services, null, time),
            (run, _, _, _, _) =>
            {
                run.FailRest(service => new BuildOutcome.Failed(service, $"Service {service}: there is no image of its present sources.", "Type: ./build.sh BuildImage") { IsInput = true });
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>
    /// Makes the cache smaller: forgets images, those not used for longest first, removes what killed builds left behind, and
    /// the compiler output of services that have no image any more. Answers <see langword="null"/> when another build works in the folder.
    /// </summary>
    /// <param name="mostBytes">What the layout may take at most; 0 forgets everything.</param>
    /// <param name="cancellationToken">Stops between images; the cache stays sound.</param>
    /// <exception cref="IOException">The disk cannot be read or written.</exception>
    public async Task<PruneReport?> PruneAsync(long mostBytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_work);
        using var held = await BuildLock.TakeAsync(Path.Combine(_work, "lock"), options.LockTimeout, time, cancellationToken).ConfigureAwait(false);
        if (held is null)
        {
            return null;
        }

        var before = FolderSize(_work);
        var layout = OpenLayout();
        var pruner = new ImagePruner(layout);
        var cache = NewCache(layout, new SoundBlobs(layout));
        await pruner.SweepAsync(time.GetUtcNow() - LeftBehind, cancellationToken).ConfigureAwait(false);
        var forgotten = await cache.PruneAsync(mostBytes, new HashSet<Digest>(), cancellationToken).ConfigureAwait(false);
        CompilerState.RemoveOthers(Path.Combine(_work, "work"), cache.Services);
        return new PruneReport(forgotten, before - FolderSize(_work), pruner.Bytes);
    }

    private static long FolderSize(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private async Task<IReadOnlyList<BuildOutcome>> RunAsync(BuildRun run, Making make, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(_work);
            using var held = await BuildLock.TakeAsync(Path.Combine(_work, "lock"), options.LockTimeout, time, cancellationToken).ConfigureAwait(false);
            if (held is null)
            {
                run.FailRest("another build works in the same folder and did not end", $"Wait for it, or end it, and run the same command again. The folder is {_work}.");
                return run.Outcomes;
            }

            await BuildAsync(run, make, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (ErrorReading.IsDiskFull(exception))
        {
            run.FailRest(ErrorReading.OutOfSpace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            run.FailRest(exception.Message, $"Check that {_work} and the projects' folders can be read and written.");
        }

        return run.Outcomes;
    }

    private async Task BuildAsync(BuildRun run, Making make, CancellationToken cancellationToken)
    {
        var (sdk, problem) = await new SdkProbe(options.DotnetPath, Path.Combine(_work, "sdk.json")).FindAsync(_root, cancellationToken).ConfigureAwait(false);
        if (sdk is null)
        {
            run.FailRest($"no usable .NET SDK: {problem}", "Install the SDK that global.json names (https://dot.net/download), or correct global.json; \"dotnet --list-sdks\" shows what is here.");
            return;
        }

        var layout = OpenLayout();
        var sound = new SoundBlobs(layout);
        var cache = NewCache(layout, sound);
        var inputs = new InputReader(_root, options.Settings, sdk);
        var wanted = new List<WantedImage>();
        foreach (var service in run.Services)
        {
            if (Want(run, service, inputs, cancellationToken) is not { } want)
            {
                continue;
            }

            if (await cache.FindAsync(service.Name, want.Inputs.Hash, cancellationToken).ConfigureAwait(false) is { } image)
            {
                run.End(new BuildOutcome.FromCache(image), ImagePhase.Cached);
            }
            else
            {
                wanted.Add(want);
            }
        }

        if (wanted.Count > 0)
        {
            await make(run, wanted, layout, sound, inputs).ConfigureAwait(false);
        }

        await cache.RememberAsync([.. run.Outcomes.Select(outcome => outcome.Result).OfType<ServiceImage>()], cancellationToken).ConfigureAwait(false);
    }

    private ImageCache NewCache(OciLayout layout, SoundBlobs sound) => new(layout, sound, Path.Combine(_work, "cache.json"), options, time);

    private WantedImage? Want(BuildRun run, ServiceDefinition service, InputReader inputs, CancellationToken cancellationToken)
    {
        if (service.Project is null)
        {
            run.End(
                new BuildOutcome.Failed(
                    service.Name,
                    $"Service {service.Name}: it is built from a Dockerfile, and this builder publishes .NET projects.",
                    $"Name a project in services.{service.Name} of sluice.yaml instead.")
                { IsInput = true },
                ImagePhase.Failed);
            return null;
        }

        var (project, problem, hint) = ProjectFile.Find(_root, service.Name, service.Project);
        if (project is null)
        {
            run.End(new BuildOutcome.Failed(service.Name, problem!, hint!) { IsInput = true }, ImagePhase.Failed);
            return null;
        }

        return new WantedImage(service, project, inputs.Read(service, project, cancellationToken));
    }

    /// <summary>What is done about services whose image is not in the cache.</summary>
    private delegate Task Making(BuildRun run, List<WantedImage> wanted, OciLayout layout, SoundBlobs sound, InputReader inputs);
}
