namespace StandIns.NukeCommon.Tests.Completion;

/// <summary>completion/sluice.bash in a real bash: what happens on TAB.</summary>
public sealed class BashTests
{
    [ShellFact("bash")]
    public void Tab_BeginningOfATarget_CompletesIt() => Types("./build.sh DeployS\t", "<DeployStage>");

    [ShellFact("bash")]
    public void Tab_AmbiguousBeginning_CompletesWhatIsSure() => Types("./build.sh dep\tS\t", "<DeployStage>");

    [ShellFact("bash")]
    public void Tab_Parameter_CompletesNameAndValue() => Types("./build.sh DeployStage --co\tB\t", "<DeployStage> <--colour> <Blue>");

    [ShellFact("bash")]
    public void Tab_ParameterThatTakesAText_OffersFiles() => Types("./build.sh --file a-f\t", "<--file> <a-file.yaml>");

    [ShellFact("bash")]
    public void Tab_ScriptByItsPathFromHome_CompletesToo() => Types("~/build.sh DeployP\t", "<DeployProd>");

    [ShellFact("bash")]
    public void Tab_BuildScriptOfAnotherRepository_IsNotRun()
    {
        using var repository = new CompletedRepository();

        repository.Type("bash --noprofile --rcfile rc -i", StartUp, "cd elsewhere\n./build.sh D\t\u0015");

        Assert.False(repository.Exists("elsewhere/ran"));
    }

    private static (string Name, string Content) StartUp => ("rc", $"PS1='{CompletedRepository.Prompt}'; source '{CompletedRepository.Scripts}/sluice.bash'; bind 'set enable-bracketed-paste off'");

    private static void Types(string line, string expected)
    {
        using var repository = new CompletedRepository();

        var shown = repository.Type("bash --noprofile --rcfile rc -i", StartUp, line);

        Assert.Contains($"ran with {expected}", shown, StringComparison.Ordinal);
    }
}
