using Sluice.Images.Cache;
using Sluice.Images.Inputs;
using Sluice.Images.Layers;
using Sluice.Images.Publishing;
using Sluice.Model;
using Sluice.Oci.Layout;

namespace Sluice.Images;

/// <summary>
/// Builds images with the .NET SDK alone: no Docker, no daemon, no root. A service whose inputs were built before is not
/// built again. The bytes depend on the inputs only, see <see cref="BuildInputs"/>.
/// </summary>
public sealed class DaemonlessBuilder(BuilderOptions options, TimeProvider time)
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Root));
    private readonly string _work = Path.GetFullPath(options.WorkFolder);

    /// <summary>Opens the layout that holds the images.</summary>
    public OciLayout OpenLayout() => OciLayout.Open(options.LayoutFolder, time);

    /// <summary>Builds what changed. Answers one outcome for each service, in the given order; never throws for what is wrong with a project.</summary>
    /// <param name="services">Services with different names.</param>
    /// <param name="progress">Told when a service enters a phase; called from several threads.</param>
    /// <param name="cancellationToken">Ends the compiler; the cache stays sound.</param>
    public Task<IReadOnlyList<BuildOutcome>> BuildAsync(IReadOnlyList<ServiceDefinition> services, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
        => RunAsync(new BuildRun(services, progress, time), (run, wanted, layout, sdk) => PublishAsync(run, wanted, layout, sdk, cancellationToken), cancellationToken);

    /// <summary>Finds the images of unchanged services without building any: a service that changed since its image was built fails.</summary>
    public Task<IReadOnlyList<BuildOutcome>> FindAsync(IReadOnlyList<ServiceDefinition> services, CancellationToken cancellationToken)
        => RunAsync(
            new BuildRun(services, null, time),
            (run, wanted, _, _) =>
            {
                run.FailRest(service => new BuildOutcome.Failed(service, $"Service {service}: there is no image of its present sources.", "Type: ./build.sh BuildImage") { IsInput = true });
                return Task.CompletedTask;
            },
            cancellationToken);

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
        var cache = new ImageCache(layout, Path.Combine(_work, "cache.json"), options.KeepPerService);
        var wanted = new List<WantedImage>();
        foreach (var service in run.Services)
        {
            if (Want(run, service, sdk, cancellationToken) is not { } want)
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
            await make(run, wanted, layout, sdk).ConfigureAwait(false);
        }

        await cache.RememberAsync([.. run.Outcomes.Select(outcome => outcome.Result).OfType<ServiceImage>()], cancellationToken).ConfigureAwait(false);
    }

    private WantedImage? Want(BuildRun run, ServiceDefinition service, string sdk, CancellationToken cancellationToken)
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

        var job = new PublishJob(service.Name, project, Path.Combine(_work, "work", service.Name));
        return new WantedImage(service, job, InputsOf(service, project, sdk, cancellationToken));
    }

    private BuildInputs InputsOf(ServiceDefinition service, string project, string sdk, CancellationToken cancellationToken)
        => BuildInputs.Compute(_root, project, sdk, [$"service={service.Name}", FormattableString.Invariant($"port={service.Port}")], cancellationToken);

    private async Task PublishAsync(BuildRun run, List<WantedImage> wanted, OciLayout layout, string sdk, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        foreach (var want in wanted)
        {
            CompilerState.Prepare(_root, want.Job, want.Inputs);
            run.Enter(want.Service.Name, ImagePhase.Compiling);
        }

        var publisher = new DotnetPublisher(options.DotnetPath, _root, _work, options.Parallelism);
        var results = await publisher.PublishAsync([.. wanted.Select(want => want.Job)], service => run.Enter(service, ImagePhase.Packing), cancellationToken).ConfigureAwait(false);
        foreach (var want in wanted)
        {
            var result = results[want.Service.Name];
            var outcome = result.Succeeded
                ? await PackAsync(want, layout, sdk, started, cancellationToken).ConfigureAwait(false)
                : ErrorReading.Outcome(want.Service.Name, result.Errors);
            run.End(outcome, outcome is BuildOutcome.Built ? ImagePhase.Done : ImagePhase.Failed);
        }
    }

    private async Task<BuildOutcome> PackAsync(WantedImage want, OciLayout layout, string sdk, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var (service, job, inputs) = want;
        if (PublishFolder.Read(job.OutputFolder, Path.GetFileNameWithoutExtension(job.ProjectFile)) is not { } folder)
        {
            return new BuildOutcome.Failed(service.Name, $"Service {service.Name}: project \"{service.Project}\" is a library; nothing in it can be started.", "Use Sdk=\"Microsoft.NET.Sdk.Web\" or set <OutputType>Exe</OutputType> in the project, or name another project in sluice.yaml.") { IsInput = true };
        }

        if (InputsOf(service, job.ProjectFile, sdk, cancellationToken).Hash != inputs.Hash)
        {
            return new BuildOutcome.Failed(service.Name, $"Service {service.Name}: its files changed while it was built, so nobody could say what the image holds.", "Run the same command again.");
        }

        var (manifest, layerBytes) = await ImageAssembler.AssembleAsync(layout, service, folder, cancellationToken).ConfigureAwait(false);
        CompilerState.Remember(job, inputs, started);
        return new BuildOutcome.Built(new ServiceImage(service.Name, manifest, inputs.Hash, layerBytes));
    }

    /// <summary>What is done about services whose image is not in the cache.</summary>
    private delegate Task Making(BuildRun run, List<WantedImage> wanted, OciLayout layout, string sdk);

    private sealed record WantedImage(ServiceDefinition Service, PublishJob Job, BuildInputs Inputs);
}
