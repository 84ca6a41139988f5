// How long rendering an overlay takes in process, warm, against `kubectl kustomize` on the same machine in the same run:
//   dotnet run -c Release --project bench/Sluice.ManifestBenchmarks [overlay]
// Exit codes: 0 the target is met, 1 it is not, or the two do not render the same objects.
using System.Globalization;
using Sluice.ManifestBenchmarks;

const int Rounds = 10;
const int WarmUps = 30;
var target = TimeSpan.FromMilliseconds(50);

var overlay = args is [var named] ? named : "k8s/overlays/prod";
var ours = new InProcess(overlay);
var first = ours.Render();
for (var count = 1; count < WarmUps; count++)
{
    ours.Render();
}

// One of each by turns: what else the machine does meanwhile falls on both.
var peer = Kubectl.Find(ours.Folder);
List<Rendering> ourRounds = [], peerRounds = [];
for (var round = 0; round < Rounds; round++)
{
    ourRounds.Add(ours.Render());
    if (peer is not null)
    {
        peerRounds.Add(peer.Render());
    }
}

var median = Rendering.Median(ourRounds);
Console.WriteLine($"{overlay}: {first.Objects} objects, median of {Rounds}");
Console.WriteLine($"  in process, warm    {Milliseconds(median)}   (the first time {Milliseconds(first.Took)})");
if (peer is null)
{
    Console.WriteLine("  kubectl kustomize   not compared: kubectl is not installed");
}
else
{
    var peerMedian = Rendering.Median(peerRounds);
    Console.WriteLine($"  kubectl kustomize   {Milliseconds(peerMedian)}");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio               {peerMedian / median:0.0} times as fast"));
    if (peerRounds.Any(round => round.Objects != first.Objects))
    {
        Console.WriteLine($"  kubectl renders {peerRounds[0].Objects} objects: the two do not do the same work.");
        return 1;
    }
}

Console.WriteLine($"  target              at most {Milliseconds(target)}: {(median <= target ? "met" : "missed")}");
return median <= target ? 0 : 1;

static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
