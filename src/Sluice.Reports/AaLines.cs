using System.Globalization;

namespace Sluice.Reports;

/// <summary>How stable's own traffic fares with its gate, for people.</summary>
public static class AaLines
{
    public static IEnumerable<string> Describe(AaService service)
    {
        yield return Text($"{service.Name}: {service.Requests:0} requests to {service.Pods} pods in {service.Seconds:0} s, {service.Bad:0} bad ({(service.Requests > 0 ? service.Bad / service.Requests * 100 : 0):0.####} %)");
        yield return Text($"  {service.Gate}: {service.Alarms} of {service.Splits} ways to part them in two would have been rolled back, though nothing changed");
        yield return service.Phi is { } phi
            ? Text($"  bad answers among pods: over-dispersion φ̂ {phi:0.##}, so clusters of κ̂ {service.Kappa:0.##}; pods differ by τ̂ {service.Tau:0.##}, so ρ0 {service.Rho0:0.##}")
            : "  no bad answers: how they cluster cannot be told";
        if (!service.Fitted)
        {
            yield return "  too short to fit a gate by: with kappa: auto it reckons with κ = 3 until there are 30 minutes with bad answers";
        }
        else if (service.Alarms > 0)
        {
            yield return Text($"  the gate's margins are too narrow for how these pods differ. Try: kappa: {service.Kappa:0.##} and rho0: {service.Rho0:0.##} under evidence in sluice.yaml");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
