using Sluice.Model;
using Sluice.Model.Gates;
using Sluice.Model.Policies;
using Sluice.Model.Strategies;
using Sluice.Nuke.Failures;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>What <c>sluice.yaml</c> asks of a deploy and this version does not do. It is refused: half of what was asked would be something else.</summary>
internal static class DeployRefusals
{
    /// <exception cref="BuildFailedException">The environment asks for something of the kind; the message names all of it.</exception>
    public static void Check(Pipeline pipeline, EnvironmentDefinition environment)
    {
        if (Find(pipeline, environment).ToList() is { Count: > 0 } refusals)
        {
            throw new BuildFailedException(ExitCodes.BadInput, $"This version cannot deploy {environment.Name} as sluice.yaml asks. Nothing was changed.\n{string.Join('\n', refusals.Select(refusal => $"  {refusal}"))}");
        }
    }

    internal static IEnumerable<string> Find(Pipeline pipeline, EnvironmentDefinition environment)
    {
        // Without a base an image holds the service only; the sandbox lends it the machine's .NET, any other cluster has none to lend.
        var baseless = pipeline.Services.Where(service => service is { Project: not null, Base: null }).Select(service => service.Name).ToList();
        if (!environment.Cluster.IsSandbox && baseless.Count > 0)
        {
            yield return $"The images of {Names(baseless)} have no base with .NET, so the cluster ({environment.Cluster}) could not start them. Allowed: services.{baseless[0]}.base, an image pinned by its digest, or scratch; or cluster: sandbox";
        }

        if (environment.Namespaces.Count > 1)
        {
            yield return $"Its services run in several namespaces: {Names(environment.Namespaces)}. Allowed today: one";
        }

        if (!RolloutJob.IsFor(environment) && pipeline.Services.Where(service => service.Hooks.Before.Count + service.Hooks.After.Count > 0).Select(service => service.Name).ToList() is { Count: > 0 } hooked)
        {
            yield return $"There are hooks for {Names(hooked)}, and a rolling deploy runs none. Allowed today: hooks where a service has stacks (canary, blueGreen), or a gate watches one";
        }

        if (Unchecked(environment.Policy).ToList() is { Count: > 0 } keys)
        {
            yield return $"The policy '{environment.Policy.Name}' asks for what is not checked yet: {Names(keys)}. Allowed today: scan.maxAge, podSecurity";
        }
    }

    // What this version does not look at must not seem to be looked at.
    private static IEnumerable<string> Unchecked(PolicyDefinition policy)
    {
        var (scan, plain) = (policy.Scan, new ScanPolicy());
        var asked = new (string Key, bool IsAsked)[]
        {
            ("scan.signature", scan.RequiresSignature),
            ("scan.ignore", scan.Ignored.Count > 0),
            ("scan.limits", !scan.Limits.OrderBy(one => one.Key).SequenceEqual(plain.Limits.OrderBy(one => one.Key))),
            ("scan.staleDatabase", scan.StaleDatabase != plain.StaleDatabase),
            ("scan.databaseMaxAge", scan.DatabaseMaxAge != plain.DatabaseMaxAge),
            ("licences", policy.Licences.Allowed.Count + policy.Licences.Denied.Count > 0 || policy.Licences.Unknown != PolicyDefaults.UnknownLicence),
        };
        return asked.Where(one => one.IsAsked).Select(one => one.Key);
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
