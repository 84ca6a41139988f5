using Nuke.Common.IO;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Keeps <c>.nuke/build.schema.json</c> up to date: editors read it. A build without its project (a tool) has none. Priority as published.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class WritesSchemaAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    public override float Priority => 75;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (Build.BuildProjectFile is null)
        {
            return;
        }

        try
        {
            Update(Build.RootDirectory / ".nuke" / "build.schema.json", SchemaUtility.GetJsonString(Build) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Debug("The schema could not be written: {Message:l}", exception.Message);
        }
    }

    /// <summary>A file that is right keeps its time.</summary>
    private static void Update(AbsolutePath file, string content)
    {
        if (!file.FileExists() || file.ReadAllText() != content)
        {
            file.WriteAllText(content);
        }
    }
}
