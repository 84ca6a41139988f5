# TAB completes targets, parameters and values of ./build.ps1 and build.cmd. Install, in the repository:
#   Add-Content $PROFILE ". '$PWD/completion/sluice.ps1'"
Register-ArgumentCompleter -Native -CommandName build.ps1, build.cmd, build.sh -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $script = [IO.Path]::ChangeExtension((Get-Command $commandAst.GetCommandName() -ErrorAction Ignore).Source, '.ps1')
    # Other repositories have such scripts too: only one that knows the question is asked.
    if (-not [IO.File]::Exists($script) -or -not [IO.File]::ReadAllText($script).Contains(':complete')) { return }
    $line = $commandAst.ToString().PadRight($cursorPosition - $commandAst.Extent.StartOffset)
    & $script ':complete' $line 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
