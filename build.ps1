#!/usr/bin/env pwsh
# Runs the build: ./build.ps1 [target …] [--option value …]; ./build.ps1 --help lists them.
# Compiles it first when its sources changed. Exit codes of this script itself: 2 the build does not compile, 5 infrastructure.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
if ($PSVersionTable.PSVersion.Major -lt 7) {
    [Console]::Error.WriteLine("PowerShell 7 is needed; this is $($PSVersionTable.PSVersion). Install it from https://aka.ms/powershell and type: pwsh ./build.ps1")
    exit 5
}
$PSNativeCommandUseErrorActionPreference = $false

$BuildArguments = $args

# On TAB a shell asks what may come next (completion/). What is compiled answers, whatever changed since: nobody waits for a compile.
if ($BuildArguments.Count -gt 0 -and $BuildArguments[0] -eq ':complete') {
    $record = [System.IO.Path]::Combine($PSScriptRoot, 'build/bin/run/current')
    $lines = @(if ([System.IO.File]::Exists($record)) { [System.IO.File]::ReadAllLines($record) })
    $assembly = if ($lines.Count -gt 1) { [System.IO.Path]::Combine($PSScriptRoot, $lines[1], '_build.dll') } else { '' }
    if ([System.IO.File]::Exists($assembly)) {
        Push-Location -LiteralPath $PSScriptRoot
        & dotnet $assembly @BuildArguments
        Pop-Location
    }
    exit 0
}

Set-Location -LiteralPath $PSScriptRoot
[Environment]::CurrentDirectory = $PSScriptRoot

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:NUKE_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'
$env:DOTNET_CLI_UI_LANGUAGE = 'en' # the messages of a failed restore are read below

$Temp = Join-Path $PSScriptRoot '.nuke/temp'
$Packages = Join-Path $Temp 'packages.props'
$Runs = Join-Path $PSScriptRoot 'build/bin/run' # one folder per compiled state: what still runs from an older one keeps its files
$Current = Join-Path $Runs 'current'
$Artifacts = Join-Path $PSScriptRoot 'build/bin/compile'

function Say([string] $Text) {
    [Console]::Error.WriteLine($Text)
}

class Stop : System.Exception {
    [int] $Code
    Stop([int] $code, [string] $message) : base($message) { $this.Code = $code }
}

# --- what is compiled, and from what ---------------------------------------------------------------------------------

# Every file that the compile reads, with size and time, in one number.
function Get-Fingerprint {
    $roots = @('build', 'src', 'standins') | ForEach-Object { Join-Path $PSScriptRoot $_ } | Where-Object { Test-Path -LiteralPath $_ -PathType Container }
    $single = @('Directory.*.props', 'Directory.*.targets', 'global.json', 'nuget.config') |
        ForEach-Object { Get-ChildItem -LiteralPath $PSScriptRoot -File -Filter $_ } | ForEach-Object { $_.FullName }
    if (Test-Path -LiteralPath $Packages) { $single = @($single) + $Packages }

    $lines = [System.Collections.Generic.List[string]]::new()
    $folders = [System.Collections.Generic.Stack[System.IO.DirectoryInfo]]::new()
    foreach ($root in $roots) { $folders.Push([System.IO.DirectoryInfo]::new($root)) }
    while ($folders.Count -gt 0) {
        foreach ($entry in $folders.Pop().EnumerateFileSystemInfos()) {
            if ($entry -is [System.IO.DirectoryInfo]) {
                if ($entry.Name -notin 'bin', 'obj') { $folders.Push($entry) }
            }
            else {
                $lines.Add("$($entry.FullName) $($entry.Length) $($entry.LastWriteTimeUtc.Ticks)")
            }
        }
    }
    foreach ($path in $single) {
        $file = [System.IO.FileInfo]::new($path)
        $lines.Add("$path $($file.Length) $($file.LastWriteTimeUtc.Ticks)")
    }

    $lines.Sort([System.StringComparer]::Ordinal)
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($lines -join "`n")
    return [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($bytes)).Substring(0, 16)
}

# The folder of the compiled build, or nothing if there is none or the sources changed since.
function Get-Compiled {
    if (-not (Test-Path -LiteralPath $Current)) { return $null }
    $lines = @(Get-Content -LiteralPath $Current)
    if ($lines.Count -lt 2) { return $null }
    $folder = Join-Path $PSScriptRoot $lines[1]
    if (-not (Test-Path -LiteralPath (Join-Path $folder '_build.dll'))) { return $null }
    if ($lines[0] -ne (Get-Fingerprint)) { return $null }
    return $folder
}

# --- the SDK -----------------------------------------------------------------------------------------------------------

function Assert-Dotnet {
    if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
        throw [Stop]::new(5, "The .NET SDK is not there: no 'dotnet' on PATH.`nInstall the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0, then run the command again.")
    }
}

function Assert-Sdk {
    $sdks = @(& dotnet --list-sdks 2>$null | ForEach-Object { ($_ -split ' ')[0] })
    if (@($sdks | Where-Object { $_ -match '^10\.' }).Count -gt 0) { return }
    $found = if ($sdks.Count -gt 0) { $sdks -join ', ' } else { 'none' }
    throw [Stop]::new(5, "The .NET SDK 10 is needed (global.json); dotnet has $found.`nInstall it from https://dotnet.microsoft.com/download/dotnet/10.0, then run the command again.")
}

# MSBuild takes every variable for a property: a VERSION or CONFIGURATION that was set for something else would change
# what is compiled, or stop it. They are set again for the build itself, which knows what to do with them.
function Invoke-WithoutProperties([scriptblock] $Command) {
    $names = 'Configuration', 'Platform', 'TargetFramework', 'RuntimeIdentifier', 'OutputPath', 'OutDir', 'PublishDir', 'ArtifactsPath',
    'Version', 'VersionPrefix', 'VersionSuffix', 'PackageVersion', 'AssemblyVersion', 'FileVersion', 'InformationalVersion',
    'AssemblyName', 'RootNamespace', 'DefineConstants', 'LangVersion', 'Optimize'
    $kept = @(Get-ChildItem Env: | Where-Object { $_.Name -in $names })
    try {
        $kept | ForEach-Object { Remove-Item -LiteralPath "Env:$($_.Name)" }
        & $Command
    }
    finally {
        $kept | ForEach-Object { Set-Item -LiteralPath "Env:$($_.Name)" -Value $_.Value }
    }
}

# --- published packages or stand-ins -------------------------------------------------------------------------------------

function Set-Packages([string] $UseStandIns) {
    $text = @"
<Project>
  <PropertyGroup>
    <UseStandIns Condition="'`$(UseStandIns)' == ''">$UseStandIns</UseStandIns>
  </PropertyGroup>
</Project>

"@ -replace "`r`n", "`n"
    if ((Test-Path -LiteralPath $Packages) -and [System.IO.File]::ReadAllText($Packages) -eq $text) { return }
    [System.IO.File]::WriteAllText($Packages, $text)
}

function Select-Packages {
    switch ("$env:SLUICE_PACKAGES") {
        'published' { Set-Packages 'false'; return }
        'standins' { Set-Packages 'true'; return }
        '' { }
        default { throw [Stop]::new(2, "SLUICE_PACKAGES is '$env:SLUICE_PACKAGES': use published or standins, or leave it away to let the script find out.") }
    }
    if (Test-Path -LiteralPath $Packages) { return }

    Say 'Looking for the published packages…'
    $output = @(Invoke-WithoutProperties { & dotnet restore build/_build.csproj -p:UseStandIns=false -p:RunAnalyzers=false --artifacts-path $Artifacts 2>&1 | ForEach-Object { "$_" } })
    if ($LASTEXITCODE -eq 0) {
        Set-Packages 'false'
        Say 'Packages: published.'
        return
    }

    # Stand-ins are for packages that the registry does not have (NU1101; it may have others in older versions only,
    # NU1102 and NU1103). Any other error, a time-out among them, says nothing about what it has.
    $codes = @($output | Select-String -Pattern 'error ([A-Z]+[0-9]+)' -AllMatches | ForEach-Object { $_.Matches } | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique)
    if ($codes -contains 'NU1101' -and @($codes | Where-Object { $_ -notmatch '^NU110[123]$' }).Count -eq 0) {
        $names = @($output | Select-String -Pattern 'NU1101: Unable to find package ([A-Za-z0-9.]*[A-Za-z0-9])' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Sort-Object -Unique)
        Set-Packages 'true'
        Say "Packages: stand-ins ($($names -join ', '): not in the package registry)."
        return
    }
    throw [Stop]::new(5, "The packages of the build cannot be restored:`n$(Get-ErrorLines $output)`nCheck the network and the package sources (dotnet nuget list source), then run the command again.")
}

# --- the compile -----------------------------------------------------------------------------------------------------------

# Each error of MSBuild's output once: path from here, line, message, without the project's name.
function Get-ErrorLines([string[]] $Output) {
    $lines = @($Output | Where-Object { $_ -match '(^|[ :])error( |:)' } | ForEach-Object {
            $_.Trim().Replace("$PSScriptRoot$([System.IO.Path]::DirectorySeparatorChar)", '') -replace ' \[[^][]*proj[^][]*\]$', '' -replace '^([^(]+)\((\d+),(\d+)\): ', '$1:$2:$3: '
        } | Select-Object -Unique)
    if ($lines.Count -eq 0) { return 'dotnet gave no reason; run it by hand: dotnet publish build/_build.csproj -c Release' }
    return $lines -join "`n"
}

# Output goes to a new folder that becomes current only when it is whole.
function Publish-Build([string] $Folder, [string] $AheadOfTime) {
    Invoke-WithoutProperties {
        & dotnet publish build/_build.csproj -c Release -p:RunAnalyzers=false -p:GenerateDocumentationFile=false `
            --artifacts-path $Artifacts "-p:BootstrapOutput=$Folder/" `
            -p:SelfContained=false -p:UseCurrentRuntimeIdentifier=true "-p:PublishReadyToRun=$AheadOfTime" -v:quiet -clp:NoSummary 2>&1 |
            ForEach-Object { "$_" }
    }
}

function Invoke-Compile {
    Assert-Sdk
    Select-Packages
    Say 'Compiling the build (the first time takes a minute)…'
    $sources = Get-Fingerprint # before the compile: an edit during it counts as a change
    $name = "build/bin/run/$sources.$PID"
    $folder = Join-Path $PSScriptRoot $name
    $isWhole = $false
    try {
        $null = New-Item -ItemType Directory -Force -Path $folder
        $output = @(Publish-Build $folder 'true')
        if ($LASTEXITCODE -ne 0 -and ($output -match 'error.*crossgen2')) {
            $output = @(Publish-Build $folder 'false') # only starts slower
        }
        if ($LASTEXITCODE -ne 0) {
            $errors = Get-ErrorLines $output
            if ($output -match 'No space left on device|not enough space on the disk') {
                throw [Stop]::new(5, "The disk is full: the build cannot be compiled into $Runs.`nMake room (some 50 MB), then run the command again.")
            }
            if ($output -match 'error CS[0-9]+') {
                throw [Stop]::new(2, "$errors`nThe build does not compile. Correct the lines above, then run the command again.")
            }
            throw [Stop]::new(5, "$errors`nThe build could not be compiled.")
        }
        [System.IO.File]::WriteAllText("$Current.$PID", "$sources`n$name`n")
        Move-Item -Force -LiteralPath "$Current.$PID" -Destination $Current
        $isWhole = $true
    }
    finally {
        if (-not $isWhole) { Remove-Item -Recurse -Force -LiteralPath $folder -ErrorAction Ignore }
    }

    # On Windows a folder that something runs from resists; elsewhere its processes are looked for.
    $used = if ($IsWindows) { '' } else { (& ps -A -o args=) -join "`n" }
    foreach ($old in Get-ChildItem -LiteralPath $Runs -Directory | Where-Object { $_.FullName -ne $folder -and -not $used.Contains("/$($_.Name)/") }) {
        Remove-Item -Recurse -Force -LiteralPath $old.FullName -ErrorAction Ignore
    }
    return $folder
}

# One compile at a time; who waited finds it done.
function Invoke-CompileUnderLock {
    $null = New-Item -ItemType Directory -Force -Path $Temp, $Runs
    $lock = $null
    $isWaiting = $false
    while ($null -eq $lock) {
        try {
            $lock = [System.IO.File]::Open((Join-Path $Temp 'compile.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
        }
        catch [System.IO.IOException] {
            if (-not $isWaiting) { Say 'Another build.ps1 is compiling; waiting for it…' }
            $isWaiting = $true
            Start-Sleep -Milliseconds 500
        }
    }
    try {
        $compiled = Get-Compiled
        if ($null -ne $compiled) { return $compiled }
        return Invoke-Compile
    }
    finally {
        $lock.Dispose()
    }
}

try {
    Assert-Dotnet
    $null = New-Item -ItemType Directory -Force -Path $Temp
    if ("$env:SLUICE_PACKAGES" -ne '') { Select-Packages }
    $run = Get-Compiled
    if ($null -eq $run) { $run = Invoke-CompileUnderLock }
}
catch [Stop] {
    Say $_.Exception.Message
    exit $_.Exception.Code
}
catch {
    Say "The build cannot be prepared: $($_.Exception.Message)"
    exit 5
}

& dotnet (Join-Path $run '_build.dll') @BuildArguments
exit $LASTEXITCODE
