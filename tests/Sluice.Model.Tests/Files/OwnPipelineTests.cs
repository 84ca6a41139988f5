using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

/// <summary>The sluice.yaml of this repository.</summary>
public class OwnPipelineTests
{
    [Fact]
    public void Load_OurFile_NoErrorsAndEveryFolderThere()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        var load = PipelineFile.CheckFolders(PipelineFile.Load(Path.Combine(folder.FullName, PipelineFile.DefaultName)), folder.FullName);

        Assert.Equal([], load.Errors.Select(error => error.ToString()));
        Assert.Equal(["ml-service", "backend", "frontend"], ServiceOrder.Levels(load.Pipeline!).SelectMany(level => level).Select(service => service.Name));
    }
}
