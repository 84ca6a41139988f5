using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

/// <summary>Files that are made from the code and kept in the repository.</summary>
public class GeneratedFilesTests
{
    [Fact]
    public void Schema_InTheRepository_IsUpToDate() => RepositoryFiles.AssertGenerated(PipelineFile.SchemaName, PipelineFile.JsonSchema());

    [Fact]
    public void Reference_InTheRepository_IsUpToDate() => RepositoryFiles.AssertGenerated("docs/reference/sluice-yaml.md", PipelineReference.Markdown());
}
