using Nuke.Common;
using Nuke.Common.IO;
using Serilog;
using Sluice.Nuke.Components;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Help;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Deploy;

/// <summary>This repository's own build: its solution and tests here, the pipeline's targets from the components of Sluice.Nuke.</summary>
[GroupedHelp]
sealed class Build : NukeBuild, IPlan, IDeployStage, IDeployBeta, IDeployProd, IRollbackStage, IRollbackBeta, IRollbackProd, ISweep, IStatus, IHistory, ILoad, IReplay, IAaCheck, IApprove, IFreeze, ILiftHold, IPromote, IPause, IResume, IAbort, ISandbox, IDoctor, IPack
{
    static readonly string[] s_rooms = ["src", "standins", "tests", "bench", "samples"];

    static readonly string[] s_testHostChatter = ["Test run for ", "A total of ", "Results File: "];

    static TestReport? s_testReport;

    [Parameter("Configuration that Compile and Test use. Default: Debug on a workstation, Release on a build server.")]
    readonly Configuration Configuration = IsLocalBuild ? Configuration.Debug : Configuration.Release;

    SluiceSession Session => SluiceSession.Of(this);

    static AbsolutePath SolutionFile => RootDirectory / "Sluice.slnx";

    static AbsolutePath TestResults => TemporaryDirectory / "test-results";

    [TargetHelp(TargetGroups.Repository)]
    Target Clean => _ => _
        .Description("Deletes what compiling left behind; the sandbox and its state stay.")
        .Before(Compile)
        .Executes(() =>
        {
            s_rooms.SelectMany(room => (RootDirectory / room).GetDirectories("*", depth: 4))
                .Where(folder => folder.Name is "bin" or "obj")
                .ToList()
                .ForEach(folder => folder.DeleteDirectory());

            (TemporaryDirectory / "images").DeleteDirectory();
            TestResults.DeleteDirectory();
        });

    [TargetHelp(TargetGroups.Repository, Parameters = [nameof(Configuration)])]
    Target Compile => _ => _
        .Description("Compiles the whole solution with analyzers; warnings are errors.")
        .Executes(() => Session.RunAsync(CompileAsync));

    [TargetHelp(TargetGroups.Repository, Parameters = [nameof(Configuration)])]
    Target Test => _ => _
        .Description("Runs every test that needs no Docker and no Kubernetes of its own.")
        .DependsOn(Compile)
        .Executes(() => Session.RunAsync(TestAsync));

    // The engine's base class has a switch of this name, which hides a component's target; one of the class itself is seen.
    [TargetHelp(TargetGroups.Deploy, Parameters = [nameof(IPlan.Environment), nameof(IPlan.Json)])]
    new Target Plan => _ => _
        .Inherit(((IPlan)this).Plan);

    public static int Main()
    {
        var exitCode = CommandLine.Run<Build>(() => Execute<Build>(build => build.Compile));

        // After everything that the build engine prints: scripts read the last line.
        if (s_testReport is not null)
        {
            Console.WriteLine(s_testReport.ClosingLine);
        }

        return exitCode;
    }

    async Task CompileAsync(CancellationToken cancellationToken)
    {
        if (await DotNetAsync(_ => true, cancellationToken, "build", SolutionFile, "--configuration", Configuration, "--nologo", "-clp:NoSummary") != 0)
        {
            throw new BuildFailedException(ExitCodes.BadInput, "The solution does not compile; the errors are above.");
        }
    }

    async Task TestAsync(CancellationToken cancellationToken)
    {
        TestResults.CreateOrCleanDirectory();
        // One project after the other: the end-to-end tests compile and deploy, and what runs beside them would wait for a core.
        var exitCode = await DotNetAsync(
            IsWorthALine,
            cancellationToken,
            "test", SolutionFile, "--configuration", Configuration, "--no-build", "--nologo", "-m:1",
            "--logger", "trx", "--results-directory", TestResults);

        s_testReport = TestReport.Read(TestResults);
        foreach (var failure in s_testReport.Failures)
        {
            Log.Error("{Failure}", failure);
        }

        if (exitCode != 0 || s_testReport.Failed > 0)
        {
            throw new BuildFailedException(1, $"{s_testReport.Failed} test(s) failed. Details: {RootDirectory.GetRelativePathTo(TestResults)}");
        }
    }

    /// <summary>The test host says four lines per project before the one that counts; a failure's own lines are kept.</summary>
    static bool IsWorthALine(string line) =>
        line.Trim().Length > 0 && !s_testHostChatter.Any(chatter => line.StartsWith(chatter, StringComparison.Ordinal));

    static Task<int> DotNetAsync(Func<string, bool> shown, CancellationToken cancellationToken, params string[] arguments)
    {
        return new Command("dotnet", arguments, RootDirectory).RunAsync(Print, cancellationToken);

        void Print(string line)
        {
            if (shown(line))
            {
                Log.Information("{Line:l}", line);
            }
        }
    }
}
