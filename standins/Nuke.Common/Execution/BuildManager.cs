using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Output;
using Nuke.Common.Targets;
using Nuke.Common.ValueInjection;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>A run from the arguments to the exit code.</summary>
internal static class BuildManager
{
    private const int FailureExitCode = -1;

    public static int Execute<T>(Expression<Func<T, Target>>[] defaultTargets)
        where T : NukeBuild, new()
    {
        NukeBuild build = null;
        try
        {
            Logging.Configure();
            build = new T();
            return Run(build, defaultTargets.Select(x => Read(x, build)).ToList());
        }
        catch (Answered)
        {
            return 0;
        }
        catch (Exception exception)
        {
            Logging.Report(Unwrap(exception), "The build could not start");
            return build?.ExitCode ?? FailureExitCode;
        }
        finally
        {
            Log.CloseAndFlush();
        }
    }

    private static int Run(NukeBuild build, IReadOnlyCollection<Target> defaults)
    {
        build.Options = BuildOptions.Read(BuildEnvironment.Current.Parameters);
        build.NoLogo = build.Options.NoLogo;
        NukeBuild.Verbosity = build.Options.Verbosity;
        _ = NukeBuild.Host; // the log asks it: an unknown name must be reported before
        Logging.Configure(build);
        Parameters.Inject(build);
        build.ExecutableTargets = TargetGraph.Create(build, defaults);
        build.Events.BuildCreated();
        if (!build.NoLogo && DisabledOutput.IsEnabled(build, DefaultOutput.Logo))
        {
            NukeBuild.Host.WriteLogo();
        }

        build.ExecutionPlan = ExecutionPlanner.Plan(build.ExecutableTargets, build.Options.Targets);
        build.Events.BuildInitialized();
        Requirements.FailOn(Parameters.Check(build.GetType()));
        Skipping.Mark(build);
        Requirements.FailOn(Requirements.Unmet(build));
        TargetExecutor.Run(build);
        return build.ExitCode ??= build.IsSucceeding ? 0 : FailureExitCode;
    }

    /// <summary>Reads <c>x => x.Target</c> or <c>x => ((IComponent)x).Target</c> without compiling the expression.</summary>
    private static Target Read(LambdaExpression expression, NukeBuild build)
    {
        var property = (expression.Body as MemberExpression)?.Member as PropertyInfo;
        Assert.True(property != null, $"Execute takes a target property, as in 'x => x.Compile'; got '{expression}'");
        return (Target)property.GetValue(build);
    }

    private static Exception Unwrap(Exception exception) =>
        exception is TargetInvocationException or TypeInitializationException && exception.InnerException != null ? Unwrap(exception.InnerException) : exception;
}
