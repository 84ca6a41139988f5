namespace Sluice.Model.Tests;

public class ServiceOrderTests
{
    [Theory]
    [InlineData("a b c", "a b c")]
    [InlineData("a:b b:c c", "c | b | a")]
    [InlineData("frontend:backend backend:ml ml", "ml | backend | frontend")]
    [InlineData("d:b,c b:a c:a a", "a | b c | d")]
    [InlineData("x:y y z:x", "y | x | z")]
    public void Levels_Dependencies_ServedFirst(string services, string expected)
    {
        var levels = ServiceOrder.Levels(Pipeline(services));

        Assert.Equal(expected, string.Join(" | ", levels.Select(level => string.Join(' ', level.Select(service => service.Name)))));
    }

    [Fact]
    public void Levels_Circle_IsTheCallersMistake() =>
        Assert.Throws<ArgumentException>(() => ServiceOrder.Levels(Pipeline("a:b b:a")));

    [Fact]
    public void Levels_RandomGraphs_EveryServiceOnceAndAfterWhatItNeeds()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            // A service may need only those with a smaller number, so there is no circle.
            var count = random.Next(1, 12);
            var services = Enumerable.Range(0, count)
                .Select(number => new ServiceDefinition($"s{number}", "x", 1, [.. Enumerable.Range(0, number).Where(_ => random.Next(3) == 0).Select(other => $"s{other}")]))
                .OrderBy(_ => random.Next())
                .ToList();

            var levels = ServiceOrder.Levels(new Pipeline("a", new RegistryDefinition(null), services, []));

            var placed = new HashSet<string>();
            foreach (var level in levels)
            {
                Assert.NotEmpty(level);
                Assert.All(level, service => Assert.Subset(placed, service.DependsOn.ToHashSet()));
                placed.UnionWith(level.Select(service => service.Name));
            }

            Assert.Equal(count, levels.Sum(level => level.Count));
            Assert.Equal(count, placed.Count);
        }
    }

    private static Pipeline Pipeline(string services) => new(
        "a",
        new RegistryDefinition(null),
        [.. services.Split(' ').Select(text => text.Split(':')).Select(parts => new ServiceDefinition(parts[0], "x", 1, parts.Length > 1 ? parts[1].Split(',') : []))],
        []);
}
