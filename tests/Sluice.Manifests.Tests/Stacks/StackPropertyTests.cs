using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Manifests.Json;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Manifests.Tests.Releases;
using static Sluice.Manifests.Tests.Stacks.StackSamples;

namespace Sluice.Manifests.Tests.Stacks;

public class StackPropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    /// <summary>What a change may touch, and whether pods see it.</summary>
    private static readonly (string Before, string After, bool IsSeen)[] s_changes =
    [
        ("replicas: 2", "replicas: 7", false),
        ("maxReplicas: 5", "maxReplicas: 50", false),
        ("maxUnavailable: 1", "maxUnavailable: 2", false),
        ("ports: [{port: 80}]", "ports: [{port: 80}, {name: more, port: 90}]", false),
        ("image: \"redis:7\"", "image: \"redis:8\"", false),
        ("level: debug", "level: info", true),
        ("key: one", "key: two", true),
        ("name: LEVEL", "name: LVL", true),
    ];

    [Fact]
    public void Split_AnyChanges_NewRevisionExactlyIfPodsSeeOne() => Prop.ForAll(
        Gen.Choose(0, s_changes.Length - 1).ListOf().ToArbitrary(),
        chosen =>
        {
            var original = Split().Stacks[0];
            var changed = Split(Changed(chosen)).Stacks[0];

            Assert.Equal(chosen.Any(index => s_changes[index].IsSeen), original.Revision != changed.Revision);
            Assert.Equal(original.Revision == changed.Revision, Bytes([original.Workload]) == Bytes([changed.Workload]));
        }).Check(s_config);

    [Fact]
    public void Split_TwoRevisions_SelectorsAreDisjoint() => Prop.ForAll(
        Gen.Choose(0, s_changes.Length - 1).ListOf().ToArbitrary(),
        chosen =>
        {
            var one = Split().Stacks[0];
            var other = Split(Changed(chosen)).Stacks[0];
            if (one.Revision == other.Revision)
            {
                return;
            }

            Assert.NotEqual(one.Name, other.Name);
            foreach (var item in one.Companions.Where(item => item.Kind == "PodDisruptionBudget").Append(one.Workload))
            {
                Assert.True(PodSelector.Matches(Map(item.Json, "spec", "selector"), Labels(one)));
                Assert.False(PodSelector.Matches(Map(item.Json, "spec", "selector"), Labels(other)));
            }
        }).Check(s_config);

    [Fact]
    public void Split_ObjectsAndKeysInAnyOrder_SameBytes()
    {
        var expected = Everything(Split());
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed =>
            {
                var random = new Random(seed);
                var release = Release();
                var shuffled = release with { Objects = [.. release.Objects.Select(item => item with { Json = (JsonObject)RevisionHashTests.Shuffle(item.Json, random)! }).OrderBy(_ => random.Next())] };

                Assert.Equal(expected, Everything(StackTransformation.Split(shuffled, ["backend"])));
            }).Check(s_config);
    }

    [Fact]
    public void Split_AnyChanges_EveryObjectIsInOnePlace() => Prop.ForAll(
        Gen.Choose(0, s_changes.Length - 1).ListOf().ToArbitrary(),
        chosen =>
        {
            var release = Release(Changed(chosen));
            var split = StackTransformation.Split(release, ["backend"]);

            Assert.Equal(release.Objects.Count, split.Shared.Count + split.Stacks.Sum(stack => stack.Objects.Count));
        }).Check(s_config);

    private static string Changed(IEnumerable<int> chosen)
    {
        var text = Samples.Backend + Extras;
        foreach (var (before, after, _) in chosen.Distinct().Select(index => s_changes[index]))
        {
            Assert.Contains(before, text, StringComparison.Ordinal);
            text = text.Replace(before, after, StringComparison.Ordinal);
        }

        return text;
    }

    private static JsonObject Labels(ServiceStack stack) => Map(stack.Workload.Json, "spec", "template", "metadata", "labels");

    private static string Everything(StackSplit split) =>
        Bytes(split.Stacks.SelectMany(stack => stack.Objects)) + Bytes(split.Shared) + Bytes(split.Pointers.Select(pointer => pointer.Rendered));

    private static string Bytes(IEnumerable<ManifestObject> objects) =>
        string.Join('\n', objects.Select(item => CanonicalJson.Write(item.Json)).Order(StringComparer.Ordinal));
}
