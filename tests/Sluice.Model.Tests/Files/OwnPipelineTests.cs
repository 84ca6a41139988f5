using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

/// <summary>The sluice.yaml of this repository.</summary>
public class OwnPipelineTests
{
    [Fact]
    public void Load_OurFile_NoErrorsAndEveryFolderThere()
    {
        var path = Path.Combine(RepositoryFiles.Root, PipelineFile.DefaultName);

        var load = PipelineFile.CheckFolders(PipelineFile.Load(path, _ => null), RepositoryFiles.Root);

        Assert.Equal([], load.Errors.Select(error => error.ToString()));
        Assert.Equal(["ml-service", "backend", "frontend"], ServiceOrder.Levels(load.Pipeline!).SelectMany(level => level).Select(service => service.Name));
    }

    [Fact]
    public void FirstLine_OfOurFile_NamesTheSchemaForEditors() =>
        Assert.Equal($"# yaml-language-server: $schema=./{PipelineFile.SchemaName}", File.ReadLines(Path.Combine(RepositoryFiles.Root, PipelineFile.DefaultName)).First());
}
