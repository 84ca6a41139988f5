using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

public sealed class PipelineFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sluice-model-").FullName;

    public PipelineFoldersTests()
    {
        foreach (var service in (string[])["backend", "ml-service", "frontend"])
        {
            Write($"samples/pcbench/{service}/{service}.csproj");
        }

        Write("k8s/overlays/stage/kustomization.yaml");
        Write("k8s/overlays/prod/kustomization.yml");
    }

    [Fact]
    public void CheckFolders_AllThere_Unchanged()
    {
        var load = Check();

        Assert.Empty(load.Errors);
        Assert.NotNull(load.Pipeline);
    }

    [Fact]
    public void CheckFolders_SomeMissing_EachReportedWithItsPlace()
    {
        Directory.Move(Path.Combine(_root, "k8s/overlays/stage"), Path.Combine(_root, "k8s/overlays/stages"));
        File.Delete(Path.Combine(_root, "k8s/overlays/prod/kustomization.yml"));
        File.Delete(Path.Combine(_root, "samples/pcbench/backend/backend.csproj"));
        Directory.Delete(Path.Combine(_root, "samples/pcbench/frontend"), recursive: true);

        var load = Check();

        Assert.Null(load.Pipeline);
        Assert.Equal(
            ["5:14: services.backend.project", "12:14: services.frontend.project", "19:14: environments.stage.overlay", "23:14: environments.prod.overlay"],
            load.Errors.Select(error => $"{error.Line}:{error.Column}: {error.Key}"));
        Assert.Equal("k8s/overlays/stages", load.Errors[2].Nearest);
    }

    [Fact]
    public void CheckFolders_ProjectFileItself_Accepted()
    {
        var text = SamplePipeline.Text.Replace("pcbench/backend\n", "pcbench/backend/backend.csproj\n", StringComparison.Ordinal);

        Assert.Empty(PipelineFile.CheckFolders(PipelineFile.Parse(text, "sluice.yaml"), _root).Errors);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private PipelineLoad Check() => PipelineFile.CheckFolders(PipelineFile.Parse(SamplePipeline.Text, "sluice.yaml"), _root);

    private void Write(string path)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "");
    }
}
