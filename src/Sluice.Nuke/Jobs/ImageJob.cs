using System.Globalization;
using Serilog;
using Sluice.Images;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Builds the images of all services, or takes them from the cache.</summary>
internal static class ImageJob
{
    /// <summary>Gives one image per service, in the order of the pipeline file.</summary>
    /// <exception cref="BuildFailedException">At least one could not be built; the message names every reason.</exception>
    public static async Task<IReadOnlyList<ServiceImage>> RunAsync(SluiceSession session, CancellationToken cancellationToken)
    {
        var outcomes = await Builder(session).BuildAsync(session.Pipeline.Services, new PhaseLog(), cancellationToken);
        if (outcomes.Any(outcome => outcome.Result is null))
        {
            throw Failure(outcomes);
        }

        foreach (var outcome in outcomes)
        {
            var image = outcome.Result!;
            Log.Information(
                "{Service:l}: {What:l} {Digest:l} ({Size:l})",
                image.Service,
                outcome is BuildOutcome.FromCache ? "unchanged, image" : "built image",
                image.Digest.ShortHex,
                Kilobytes(image.LayerBytes));
        }

        return [.. outcomes.Select(outcome => outcome.Result!)];
    }

    /// <summary>The images of this run; when BuildImage was skipped, those that were built from the same sources before.</summary>
    /// <exception cref="BuildFailedException">There is no image of the present sources.</exception>
    public static async Task<IReadOnlyList<ServiceImage>> RequireAsync(SluiceSession session, CancellationToken cancellationToken)
    {
        if (session.Images is { } images)
        {
            return images;
        }

        var outcomes = await Builder(session).FindAsync(session.Pipeline.Services, cancellationToken);
        return session.Images = outcomes.All(outcome => outcome.Result is not null)
            ? [.. outcomes.Select(outcome => outcome.Result!)]
            : throw Failure(outcomes);
    }

    /// <summary>The builder with its cache under <c>.nuke/temp/images</c>.</summary>
    /// <exception cref="BuildFailedException">SOURCE_DATE_EPOCH is set to something else than a time.</exception>
    public static DaemonlessBuilder Builder(SluiceSession session)
    {
        var (date, problem) = ImageSettings.ReadSourceDate(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"));
        var options = new BuilderOptions
        {
            Root = session.Root,
            WorkFolder = Path.Combine(session.Temporary, "images"),
            Settings = new ImageSettings { SourceDate = date },
            Registry = RegistryAccess.Of(session),
        };
        return problem is null ? new DaemonlessBuilder(options, session.Clock) : throw new BuildFailedException(ExitCodes.BadInput, problem);
    }

    internal static BuildFailedException Failure(IReadOnlyList<BuildOutcome> outcomes)
    {
        var lines = outcomes.SelectMany(outcome => outcome switch
        {
            BuildOutcome.CompileFailed failed => failed.Errors.Select(error => error.ToString()).Prepend($"{failed.Service} does not compile:"),
            BuildOutcome.Failed failed => [failed.Reason, $"  {failed.Hint}"],
            _ => [],
        });
        var isInput = outcomes.All(outcome => outcome is not BuildOutcome.Failed { IsInput: false });
        return new BuildFailedException(isInput ? ExitCodes.BadInput : ExitCodes.Infrastructure, string.Join('\n', lines));
    }

    private static string Kilobytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1023) / 1024} kB");

    /// <summary>Compiling is what takes time; the other phases go by in a moment.</summary>
    private sealed class PhaseLog : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value)
        {
            if (value.Phase == ImagePhase.Pulling)
            {
                Log.Information("{Service:l}: looking up its base image", value.Service);
            }
            else if (value.Phase == ImagePhase.Compiling)
            {
                Log.Information("{Service:l}: compiling", value.Service);
            }
            else if (value.Phase == ImagePhase.Packing)
            {
                Log.Information("{Service:l}: compiled after {Elapsed:l}", value.Service, DeployLines.Seconds(value.Elapsed));
            }
        }
    }
}
