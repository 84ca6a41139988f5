using System.Collections.Concurrent;
using System.Threading.Channels;
using Sluice.Images.Bases;
using Sluice.Images.Inputs;
using Sluice.Images.Layers;
using Sluice.Images.Publishing;
using Sluice.Images.SystemFiles;
using Sluice.Oci;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Images;

/// <summary>Makes the images that are not in the cache: bases are pulled, everything is published by one call of the SDK, then packed.</summary>
internal sealed class ImageMaker(BuilderOptions options, string root, string work, OciLayout layout, SoundBlobs sound, InputReader inputs, TimeProvider time)
{
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = Math.Max(options.Parallelism, 1) };
    private readonly ImageAssembler _assembler = new(layout, new LayerCache(layout, sound, Path.Combine(work, "layers.json")));

    /// <summary>Every image has an outcome in the run afterwards.</summary>
    public async Task MakeAsync(BuildRun run, IReadOnlyList<WantedImage> wanted, CancellationToken cancellationToken)
    {
        var plans = await PlanAsync(run, wanted, cancellationToken).ConfigureAwait(false);
        if (plans.Count == 0)
        {
            return;
        }

        var published = Channel.CreateUnbounded<PlannedImage>();
        var packing = PackAllAsync(run, published.Reader, time.GetUtcNow(), cancellationToken);
        IReadOnlyDictionary<string, PublishResult> results;
        try
        {
            results = await PublishAsync(run, plans, published.Writer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            published.Writer.Complete();
            await packing.ConfigureAwait(false);
        }

        foreach (var plan in plans)
        {
            var failed = plan.Jobs.Select(job => results[job.Key]).Where(result => !result.Succeeded).ToList();
            if (failed.Count > 0)
            {
                run.End(ErrorReading.Outcome(plan.Image.Service.Name, [.. failed.SelectMany(result => result.Errors).Distinct()]), ImagePhase.Failed);
            }
        }
    }

    /// <summary>Packs what is published, while the SDK still compiles the others and ends.</summary>
    private Task PackAllAsync(BuildRun run, ChannelReader<PlannedImage> published, DateTimeOffset started, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(published.ReadAllAsync(cancellationToken), With(cancellationToken), async (plan, token) =>
        {
            var outcome = await PackAsync(plan, started, token).ConfigureAwait(false);
            run.End(outcome, outcome is BuildOutcome.Built ? ImagePhase.Done : ImagePhase.Failed);
        });

    /// <summary>The plans of those whose base is here, in the order of the services.</summary>
    private async Task<IReadOnlyList<PlannedImage>> PlanAsync(BuildRun run, IReadOnlyList<WantedImage> wanted, CancellationToken cancellationToken)
    {
        using var client = new RegistryClient(options.Registry with { Time = time });
        var bases = new BaseResolver(layout, sound, client, Path.Combine(work, "bases.json"));
        var planner = new ImagePlanner(bases, options.Settings, inputs, Path.Combine(work, "work"));
        var plans = new ConcurrentDictionary<string, PlannedImage>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(wanted, With(cancellationToken), async (image, token) =>
        {
            if (image.Service.Base is not (null or InputReader.Scratch))
            {
                run.Enter(image.Service.Name, ImagePhase.Pulling);
            }

            var (plan, failure) = await planner.PlanAsync(image, token).ConfigureAwait(false);
            if (plan is null)
            {
                run.End(failure!, ImagePhase.Failed);
            }
            else
            {
                plans[image.Service.Name] = plan;
            }
        }).ConfigureAwait(false);
        return [.. wanted.Select(image => plans.GetValueOrDefault(image.Service.Name)).OfType<PlannedImage>()];
    }

    private async Task<IReadOnlyDictionary<string, PublishResult>> PublishAsync(
        BuildRun run, IReadOnlyList<PlannedImage> plans, ChannelWriter<PlannedImage> done, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            foreach (var job in plan.Jobs)
            {
                CompilerState.Prepare(root, job, plan.Image.Inputs);
            }

            run.Enter(plan.Image.Service.Name, ImagePhase.Compiling);
        }

        var pending = new ConcurrentDictionary<PlannedImage, int>(plans.Select(plan => KeyValuePair.Create(plan, plan.Jobs.Count())));
        var planOf = plans.SelectMany(plan => plan.Jobs.Select(job => (job.Key, Plan: plan))).ToDictionary(pair => pair.Key, pair => pair.Plan);
        var publisher = new DotnetPublisher(options.DotnetPath, root, work, options.Parallelism);
        var results = await publisher.PublishAsync([.. plans.SelectMany(plan => plan.Jobs)], Published, cancellationToken).ConfigureAwait(false);

        // What the SDK prints along the way may be lost; its results are not.
        foreach (var plan in plans.Where(plan => pending[plan] > 0 && plan.Jobs.All(job => results[job.Key].Succeeded)))
        {
            done.TryWrite(plan);
        }

        return results;

        void Published(string key)
        {
            if (planOf.TryGetValue(key, out var plan) && pending.AddOrUpdate(plan, 0, (_, left) => left - 1) == 0)
            {
                run.Enter(plan.Image.Service.Name, ImagePhase.Packing);
                done.TryWrite(plan);
            }
        }
    }

    private async Task<BuildOutcome> PackAsync(PlannedImage plan, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var service = plan.Image.Service;
        var recipes = new List<ImageRecipe>();
        foreach (var (platform, job) in plan.JobOf)
        {
            var (recipe, failure) = Recipe(plan, platform, job);
            if (recipe is null)
            {
                return failure!;
            }

            recipes.Add(recipe);
        }

        if (inputs.Read(service, plan.Image.ProjectFile, cancellationToken).Hash != plan.Image.Inputs.Hash)
        {
            return new BuildOutcome.Failed(service.Name, $"Service {service.Name}: its files changed while it was built, so nobody could say what the image holds.", "Run the same command again.");
        }

        var manifest = await _assembler.AssembleAsync(recipes, cancellationToken).ConfigureAwait(false);
        var (tree, problem) = await ImageTree.ReadAsync(layout, manifest, cancellationToken).ConfigureAwait(false);
        if (tree is null)
        {
            return new BuildOutcome.Failed(service.Name, $"Service {service.Name}: {problem}", "Check the disk, then run the same command again.");
        }

        foreach (var job in plan.Jobs)
        {
            CompilerState.Remember(job, plan.Image.Inputs, started);
        }

        return new BuildOutcome.Built(new ServiceImage(service.Name, manifest, plan.Image.Inputs.Hash, tree.Layers.Sum(layer => layer.Size)) { Base = plan.Base?.Reference.Digest });
    }

    private (ImageRecipe? Recipe, BuildOutcome? Failure) Recipe(PlannedImage plan, Platform platform, PublishJob job)
    {
        var service = plan.Image.Service;
        if (PublishFolder.Read(job.OutputFolder, Path.GetFileNameWithoutExtension(job.ProjectFile), options.Settings.SourceDate) is not { } folder)
        {
            return (null, new BuildOutcome.Failed(service.Name, $"Service {service.Name}: project \"{service.Project}\" is a library; nothing in it can be started.", "Use Sdk=\"Microsoft.NET.Sdk.Web\" or set <OutputType>Exe</OutputType> in the project, or name another project in sluice.yaml.") { IsInput = true });
        }

        var recipe = new ImageRecipe(service, options.Settings, platform, folder);
        if (plan.Base is { } found)
        {
            var contents = found.ByPlatform[platform].Contents;
            return folder.Needs.Missing(contents.Frameworks) is { Count: > 0 } missing
                ? (null, BaseFailures.LacksFrameworks(service.Name, found.Reference.ToString(), missing, contents.Frameworks))
                : (recipe with { Base = (found, found.ByPlatform[platform]) }, null);
        }

        if (service.Base != InputReader.Scratch)
        {
            return (recipe, null);
        }

        var system = inputs.HostFiles(platform).Files;
        return SystemLayer.Missing(job.OutputFolder, system) is { Count: > 0 } libraries
            ? (null, new BuildOutcome.Failed(service.Name, $"Service {service.Name}: base: scratch lacks libraries that it needs: {string.Join(", ", libraries)}.", $"Name a base image with them in services.{service.Name}.base of sluice.yaml.") { IsInput = true })
            : (recipe with { System = SystemLayer.Of(system, options.Settings.SourceDate) }, null);
    }

    private ParallelOptions With(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = _parallel.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
}
