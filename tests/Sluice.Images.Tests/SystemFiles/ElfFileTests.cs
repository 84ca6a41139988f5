using Sluice.Images.SystemFiles;
using Sluice.Images.Tests.Bases;
using Sluice.Oci;

namespace Sluice.Images.Tests.SystemFiles;

public class ElfFileTests
{
    [LinuxFact]
    public void Read_ProgramOfThisMachine_NamesItsLoaderAndLibraries()
    {
        var elf = ElfFile.Read(File.ReadAllBytes("/bin/sh"))!;

        Assert.Equal(HostPlatform.Own.Architecture == "arm64" ? ElfFile.Arm64 : ElfFile.X64, elf.Machine);
        Assert.StartsWith("/lib", elf.Interpreter, StringComparison.Ordinal);
        Assert.Contains(elf.Needed, name => name.StartsWith("libc.", StringComparison.Ordinal));
    }

    [LinuxFact]
    public void Read_TornAndSpoiltFiles_NeverThrows()
    {
        var whole = File.ReadAllBytes("/bin/sh");
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var spoilt = whole[..random.Next(4096)];
            for (var bytes = 0; bytes < 20 && spoilt.Length > 5; bytes++)
            {
                spoilt[random.Next(5, spoilt.Length)] = (byte)random.Next(256);
            }

            _ = ElfFile.Read(spoilt);
        }

        Assert.Null(ElfFile.Read("#!/bin/sh"u8));
        Assert.Null(ElfFile.Read(whole.AsSpan(0, 80)));
    }

    [LinuxFact]
    public void Find_OwnPlatform_IsClosed()
    {
        var (files, problem) = new HostLibraries().Find(HostPlatform.Own);

        Assert.Null(problem);
        var names = files.Select(file => Path.GetFileName(file.ImagePath)).ToHashSet();
        Assert.Superset(new HashSet<string> { "libc.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libm.so.6" }, names);
        Assert.All(files, file => Assert.Subset(names, (ElfFile.Read(File.ReadAllBytes(file.Source))?.Needed ?? []).ToHashSet()));
        Assert.All(files, file => Assert.Equal(Digest.Compute(File.ReadAllBytes(file.Source)), file.Digest));
        Assert.Equal(files.Count, files.Select(file => file.ImagePath).Distinct().Count());
    }

    [Fact]
    public void Find_EmptyMachine_SaysWhatIsMissing()
    {
        using var folder = new TestFolder();

        Assert.Contains("no glibc for linux/amd64", new HostLibraries(folder.Path).Find(Platform.LinuxAmd64).Problem);
    }

    [LinuxFact]
    public void Missing_LibraryThatNobodyBrings_IsNamedWithItsUser()
    {
        using var folder = new TestFolder();
        File.Copy("/bin/sh", folder.At("tool"));

        Assert.Contains(SystemLayer.Missing(folder.Path, []), line => line.StartsWith("libc.", StringComparison.Ordinal) && line.EndsWith("(for tool)", StringComparison.Ordinal));
        Assert.Empty(SystemLayer.Missing(folder.Path, new HostLibraries().Find(HostPlatform.Own).Files));
    }
}
