using System.Globalization;

namespace Sluice.Images.Publishing;

/// <summary>Publishes services with one call of the SDK.</summary>
internal sealed class DotnetPublisher(string dotnet, string root, string workFolder, int parallelism)
{
    /// <summary>Restores, compiles and publishes. Every job has a result.</summary>
    /// <param name="jobs">At least one.</param>
    /// <param name="onPublished">Called with a job's key as soon as its files are complete.</param>
    /// <param name="cancellationToken">Ends the compiler.</param>
    public async Task<IReadOnlyDictionary<string, PublishResult>> PublishAsync(IReadOnlyList<PublishJob> jobs, Action<string> onPublished, CancellationToken cancellationToken)
    {
        var project = Path.Combine(workFolder, "publish.proj");
        AtomicFile.Write(project, PublishProject.Write(root, jobs));
        var published = new HashSet<string>(StringComparer.Ordinal);
        var nodes = Math.Clamp(Math.Min(jobs.Count, parallelism), 1, 64);
        string[] arguments = ["msbuild", project, "-nologo", "-verbosity:minimal", "-terminalLogger:off", "-nodeReuse:false", $"-maxCpuCount:{nodes.ToString(CultureInfo.InvariantCulture)}"];
        var result = await ToolProcess.RunAsync(dotnet, arguments, root, OnLine, cancellationToken).ConfigureAwait(false);
        var errors = MsBuildOutput.Errors(result.Lines, root);
        return jobs.ToDictionary(job => job.Key, job => Result(job, published.Contains(job.Key), errors, result), StringComparer.Ordinal);

        void OnLine(string line)
        {
            if (MsBuildOutput.PublishedJob(line) is { } key)
            {
                lock (published)
                {
                    published.Add(key);
                }

                onPublished(key);
            }
        }
    }

    private PublishResult Result(PublishJob job, bool succeeded, IReadOnlyList<MsBuildOutput.ProjectError> errors, ToolResult result)
    {
        if (succeeded)
        {
            return new PublishResult(true, []);
        }

        var own = MsBuildOutput.Of(Inputs.ProjectClosure.Projects(job.ProjectFile), errors, root);
        return new PublishResult(false, own.Count > 0 ? own : [new BuildError(null, 0, 0, "", LastWords(result))]);
    }

    private static string LastWords(ToolResult result)
    {
        var last = result.Lines.Select(line => line.Trim()).Where(line => line.Length > 0).TakeLast(5);
        return $"dotnet msbuild ended with exit code {result.ExitCode}. It said: {string.Join(" | ", last)}";
    }
}
