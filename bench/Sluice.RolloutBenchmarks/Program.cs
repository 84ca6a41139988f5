// How fast rollouts move traffic, in the sandbox of this machine, as a Markdown table:
//   ./build.sh --help && dotnet run -c Release --project bench/Sluice.RolloutBenchmarks [rounds [part of a scenario's name]]
// Medians of five rounds unless another number is given. Exit codes: 0 every target is met, 1 one is not.
using System.Globalization;
using Sluice.DeployBenchmarks;
using Sluice.RolloutBenchmarks;

var rounds = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 5;
var wanted = args is [_, var part] ? part : "";
await using var place = await Place.CreateAsync();
var beta = new Beta(place);
Say("the first deploy");
await beta.DeployAsync();
(string What, Func<Task<IReadOnlyList<Figure>>> Measure)[] scenarios =
[
    ("a rollback by command, router replicas", () => Returns.ByCommandAsync(beta, "half", "replicas", rounds)),
    ("a rollback by command, router service", () => Returns.ByCommandAsync(beta, "switched", "service", rounds)),
    ("a return by the gate, router replicas", () => Returns.ByGateAsync(beta, "half", "replicas", rounds)),
    ("a return by the gate, router service", () => Returns.ByGateAsync(beta, "switched", "service", rounds)),
    ("the steps of a canary", () => Steps.TimeAsync(beta, place, rounds)),
    ("requests to the API", () => Steps.RequestsAsync(beta, place)),
];
var figures = new List<Figure>();
foreach (var (what, measure) in scenarios.Where(scenario => scenario.What.Contains(wanted, StringComparison.Ordinal)))
{
    Say(what);
    figures.AddRange(await measure());
}

Console.WriteLine(string.Join('\n', Figure.Table(figures)));
return figures.Any(figure => figure.IsMet == false) ? 1 : 0;

static void Say(string what) => Console.Error.WriteLine($"Measuring {what} …");
