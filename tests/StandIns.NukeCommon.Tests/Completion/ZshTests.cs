namespace StandIns.NukeCommon.Tests.Completion;

/// <summary>completion/sluice.zsh in a real zsh: what happens on TAB.</summary>
public sealed class ZshTests
{
    [ShellFact("zsh")]
    public void Tab_BeginningOfATarget_CompletesIt() => Types("./build.sh DeployS\t", "<DeployStage>");

    [ShellFact("zsh")]
    public void Tab_Parameter_CompletesNameAndValue() => Types("./build.sh DeployStage --co\tB\t", "<DeployStage> <--colour> <Blue>");

    [ShellFact("zsh")]
    public void Tab_ParameterThatTakesAText_OffersFiles() => Types("./build.sh --file a-f\t", "<--file> <a-file.yaml>");

    [ShellFact("zsh")]
    public void Tab_ScriptByItsPathFromHome_CompletesToo() => Types("~/build.sh DeployP\t", "<DeployProd>");

    [ShellFact("zsh")]
    public void Tab_BuildScriptOfAnotherRepository_IsNotRun()
    {
        using var repository = new CompletedRepository();

        repository.Type("zsh -d -i", StartUp, "cd elsewhere\n./build.sh D\t\u0015");

        Assert.False(repository.Exists("elsewhere/ran"));
    }

    private static (string Name, string Content) StartUp => (".zshrc", $"PS1='{CompletedRepository.Prompt}'; unset zle_bracketed_paste; unsetopt prompt_sp; source '{CompletedRepository.Scripts}/sluice.zsh'");

    private static void Types(string line, string expected)
    {
        using var repository = new CompletedRepository();

        var shown = repository.Type("zsh -d -i", StartUp, line);

        Assert.Contains($"ran with {expected}", shown, StringComparison.Ordinal);
    }
}
