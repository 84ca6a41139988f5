namespace PcBench.Backend;

/// <summary>The benchmark runs that the sample compares. The PCs are invented, and so are their points.</summary>
public static class BenchmarkCatalogue
{
    public static IReadOnlyList<BenchmarkedPc> All { get; } =
    [
        new("aster-4", "Aster 4", 4, 3.6, 8, [3020, 3075, 3011, 3062, 3043]),
        new("aster-6", "Aster 6", 6, 4.2, 16, [4836, 4754, 4823, 4760, 4764]),
        new("boreal-8", "Boreal 8", 8, 4.5, 32, [7338, 7155, 7181, 7286, 7370]),
        new("boreal-12", "Boreal 12", 12, 4.4, 64, [11121, 11354, 10981, 11307, 11078]),
        new("cirrus-16", "Cirrus 16", 16, 4.8, 64, [14006, 14104, 14363, 14039, 14243]),
        new("cirrus-24", "Cirrus 24", 24, 5.1, 36, [20783, 20915, 20550, 20548, 20658]),
        new("dune-8", "Dune 8", 8, 3.2, 12, [5044, 5023, 5072, 5048, 5020]),
        new("ember-10", "Ember 10", 10, 4.7, 24, [8995, 8849, 8955, 8940, 9052]),
    ];

    public static BenchmarkedPc? Find(string cpu) =>
        All.FirstOrDefault(pc => pc.Cpu.Equals(cpu, StringComparison.OrdinalIgnoreCase));
}
