// What a developer and their users feel of a deploy to stage, in the sandbox of this machine, as a Markdown table:
//   ./build.sh --help && dotnet run -c Release --project bench/Sluice.DeployBenchmarks [rounds]
// Medians of ten rounds unless another number is given. Exit codes: 0 every target is met, 1 one is not.
using System.Globalization;
using Sluice.DeployBenchmarks;

var rounds = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 10;
await using var place = await Place.CreateAsync();
Say("the first deploy");
(await place.BuildAsync("DeployStage")).Expect(0);
(string What, Func<Task<IReadOnlyList<Figure>>> Measure)[] scenarios =
[
    ("deploys without a change", () => Deploys.UnchangedAsync(place, rounds)),
    ("deploys of a one-line edit", () => Deploys.EditAsync(place, rounds)),
    ("pushes of an edited layer", () => Pushes.EditedLayerAsync(place, rounds)),
    ("how soon readiness is seen", () => Readiness.SeenAsync(place, rounds)),
    ("a rolling update under load", () => Losses.UpdateAsync(place)),
    ("a return under load", () => Losses.ReturnAsync(place)),
];
var figures = new List<Figure>();
foreach (var (what, measure) in scenarios)
{
    Say(what);
    figures.AddRange(await measure());
}

Console.WriteLine(string.Join('\n', Figure.Table(figures)));
return figures.Any(figure => figure.IsMet == false) ? 1 : 0;

static void Say(string what) => Console.Error.WriteLine($"Measuring {what} …");
