using System.Globalization;
using System.Runtime.CompilerServices;
using Nuke.Common.Utilities.Collections;
using Serilog;
using Sluice.Images;
using Sluice.Model;
using Sluice.Model.Files;
using Sluice.Model.Redaction;
using Sluice.Nuke.Components;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting.Output;
using Sluice.Nuke.Sandbox;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Hosting;

/// <summary>One run of the build: what its targets share, and the edge where failures become exit codes.</summary>
public sealed class SluiceSession
{
    /// <summary>A cluster that does not answer soon is not waited for before its turn.</summary>
    private static readonly TimeSpan s_aheadLimit = TimeSpan.FromSeconds(10);

    /// <summary>Build engines create the build object; components are interfaces and hold no state, so it is kept beside it.</summary>
    private static readonly ConditionalWeakTable<IHazSluice, SluiceSession> s_sessions = [];

    private readonly IHazSluice _build;
    private readonly Lazy<PipelineLoad> _load;
    private readonly Once<SandboxState> _sandbox;
    private readonly Once<GitInfo> _git;
    private Ahead<EnvironmentCluster>? _ahead;

    private SluiceSession(IHazSluice build)
    {
        _build = build;
        Redactor = OutputRedaction.Install();
        Server = new BuildServer(System.Environment.GetEnvironmentVariable, Console.WriteLine, Redactor.Clean);
        _load = new Lazy<PipelineLoad>(() => PipelineFile.CheckFolders(PipelineFile.Load(Path.Combine(Root, build.SluiceFile)), Root));
        Sandbox = new SandboxManager(
            Path.Combine(build.TemporaryDirectory, "sandbox"),
            Path.Combine(AppContext.BaseDirectory, "sandbox", "Sluice.Sandbox.dll"),
            Clock);
        _sandbox = new Once<SandboxState>(StartSandboxAsync);
        _git = new Once<GitInfo>(token => GitInfo.ReadAsync(Root, token));
    }

    /// <summary>The repository's root.</summary>
    public string Root => _build.RootDirectory;

    /// <summary>Where this build keeps what can be made again: <c>.nuke/temp</c>.</summary>
    public string Temporary => _build.TemporaryDirectory;

    /// <summary>How long to wait while another run holds an environment's lock.</summary>
    /// <exception cref="BuildFailedException">The parameter is not a duration.</exception>
    public TimeSpan LockWait => LockPatience.Read((_build as IHazLock)?.LockWait, isTerminal: !Console.IsOutputRedirected);

    /// <summary>The file of the plan that a deploy is to keep to; <see langword="null"/> for none.</summary>
    public string? ApprovedPlan => (_build as IHazApprovedPlan)?.ApprovedPlan;

    /// <summary>Version of the release that the target is about; <see langword="null"/> where none was named.</summary>
    public string? ReleaseVersion => (_build as IHazReleaseVersion)?.ReleaseVersion;

    /// <summary>Whether an interruption leaves the traffic as it is.</summary>
    public bool Leaves => (_build as IHazLeave)?.Leave == true;

    /// <summary>Whether missing approvals are waited for.</summary>
    public bool Waits => (_build as IHazWait)?.Wait == true;

    /// <summary>Whether a rollback switches as soon as one pod is ready.</summary>
    public bool Now => (_build as IHazNow)?.Now == true;

    public TimeProvider Clock { get; } = TimeProvider.System;

    public SandboxManager Sandbox { get; }

    /// <summary>Takes secrets out of everything that is printed, logged or stored; told of a secret where it is read.</summary>
    public Redactor Redactor { get; }

    internal BuildServer Server { get; }

    /// <summary>The images that BuildImage of this run made or found; <see langword="null"/> when it did not run.</summary>
    public IReadOnlyList<ServiceImage>? Images { get; set; }

    /// <summary>What <c>sluice.yaml</c> says.</summary>
    /// <exception cref="BuildFailedException">The file is wrong; the message names every error.</exception>
    public Pipeline Pipeline => _load.Value.Pipeline ?? throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', _load.Value.Errors));

    /// <summary>Environments of <c>sluice.yaml</c> that cannot be used here, because variables that they name are not set.</summary>
    public IReadOnlyList<UnavailableEnvironment> Unavailable => _load.Value.Unavailable;

    /// <summary>The session of a build.</summary>
    public static SluiceSession Of(IHazSluice build) => s_sessions.GetValue(build, key => new SluiceSession(key));

    /// <summary>Runs a target's work: Ctrl-C and SIGTERM cancel it, and whatever ends it sets the process's exit code.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> work)
    {
        using var interruption = new Interruption();
        try
        {
            _ = LockWait; // A mistake in it is told before anything is built, not after.
            await work(interruption.Token);
        }
        catch (BuildFailedException failure)
        {
            if (!failure.IsTold)
            {
                Tell(failure.ExitCode, failure.Message);
            }

            End(failure.ExitCode);
            throw;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            const string Message = "Interrupted. The same command goes on from here.";
            Tell(ExitCodes.Interrupted, Message);
            End(ExitCodes.Interrupted);
            throw new BuildFailedException(ExitCodes.Interrupted, Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            var message = $"{problem.Message}\nNext: ./build.sh Doctor";
            Tell(ExitCodes.Infrastructure, message);
            End(ExitCodes.Infrastructure);
            throw new BuildFailedException(ExitCodes.Infrastructure, message);
        }
        catch (Exception problem)
        {
            Tell(ExitCodes.Infrastructure, problem.Message);
            End(ExitCodes.Infrastructure);
            throw;
        }
    }

    private void Tell(int exitCode, string message) => Server.Tell(_build.RunningTargets.FirstOrDefault()?.Name ?? "The build", exitCode, message);

    /// <summary>Nuke ends with one code for every failure, and shows an exception's type in its table to whom we give nothing else to show.</summary>
    private void End(int exitCode)
    {
        _build.ExitCode = exitCode;
        _build.ReportSummary(summary => summary.AddPair("Exit code", exitCode.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The environment of that name.</summary>
    /// <exception cref="BuildFailedException">There is none, or variables that it names are not set.</exception>
    public EnvironmentDefinition Environment(string name) =>
        Pipeline.Environments.FirstOrDefault(environment => environment.Name == name)
        ?? throw new BuildFailedException(
            ExitCodes.BadInput,
            Unavailable.FirstOrDefault(environment => environment.Name == name) is { } unavailable
                ? string.Join('\n', unavailable.Errors)
                : $"{_build.SluiceFile} has no environment '{name}'; it has {string.Join(", ", Pipeline.Environments.Select(environment => environment.Name))}.");

    /// <summary>The environment that the user named, or the only one.</summary>
    /// <param name="name">What was named; empty or <see langword="null"/> for nothing.</param>
    /// <param name="target">The target that asks, for what to type.</param>
    /// <exception cref="BuildFailedException">It is unknown or cannot be used, or none was named and there are several.</exception>
    public EnvironmentDefinition EnvironmentOf(string? name, string target) => (name, Pipeline.Environments) switch
    {
        ({ Length: > 0 } named, _) => Environment(named),
        (_, [var only]) => only,
        (_, []) => throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', Unavailable.SelectMany(environment => environment.Errors))),
        (_, var all) => throw new BuildFailedException(
            ExitCodes.BadInput,
            $"{target}: which environment? {_build.SluiceFile} has {string.Join(", ", all.Select(environment => environment.Name))}.\nType: ./build.sh {target} --environment {all[0].Name}"),
    };

    /// <summary>The sandbox, started if it does not run; asked for once in a run.</summary>
    public Task<SandboxState> SandboxAsync(CancellationToken cancellationToken) => _sandbox.GetAsync(cancellationToken);

    /// <summary>Where the sources stand, as git says; asked for once in a run.</summary>
    public Task<GitInfo> GitAsync(CancellationToken cancellationToken) => _git.GetAsync(cancellationToken);

    /// <summary>While the compiler works, this process has nothing to do: where a deploy to stage follows, git and the cluster are asked meanwhile.</summary>
    internal void GoAhead()
    {
        if (_build.ScheduledTargets.Any(target => target.Name == nameof(IDeployStage.DeployStage)))
        {
            _ahead = Ahead<EnvironmentCluster>.Begin(OpenAsync, s_aheadLimit, Clock);
        }

        Task<EnvironmentCluster?> OpenAsync(CancellationToken cancellationToken)
        {
            _ = GitAsync(CancellationToken.None);
            return EnvironmentCluster.OpenAheadAsync(this, IDeployStage.Stage, cancellationToken);
        }
    }

    /// <summary>The cluster that was opened ahead, if it is the right one; who takes it disposes it.</summary>
    internal Task<EnvironmentCluster?> TakeOpenedAsync(Predicate<EnvironmentCluster> fits, CancellationToken cancellationToken) =>
        _ahead?.TakeAsync(fits, cancellationToken) ?? Task.FromResult<EnvironmentCluster?>(null);

    /// <summary>Where images go: host and path in front of a service's name.</summary>
    /// <exception cref="BuildFailedException">Variables that its address names are not set.</exception>
    public async Task<string> RegistryAsync(CancellationToken cancellationToken)
    {
        if (Pipeline.Registry.Missing.Count > 0)
        {
            throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', Pipeline.Registry.Missing));
        }

        return Pipeline.Registry.IsSandbox
            ? $"{(await SandboxAsync(cancellationToken)).Registry}/{Pipeline.Application}"
            : Pipeline.Registry.Address!;
    }

    private async Task<SandboxState> StartSandboxAsync(CancellationToken cancellationToken)
    {
        switch (await Sandbox.EnsureRunningAsync(note => Log.Information("{Note:l}", note), cancellationToken))
        {
            case SandboxOutcome.Running running:
                return running.State;
            case SandboxOutcome.Failed failed:
                throw new BuildFailedException(ExitCodes.Infrastructure, failed.Message);
            default:
                throw new BuildFailedException(ExitCodes.Infrastructure, "The sandbox does not run. Type: ./build.sh SandboxUp");
        }
    }
}
