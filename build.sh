#!/usr/bin/env bash
# Runs the build: ./build.sh [target …] [--option value …]; ./build.sh --help lists them.
# Compiles it first when its sources changed. Exit codes of this script itself: 2 the build does not compile, 5 infrastructure.
set -euo pipefail

script_directory="${BASH_SOURCE[0]%/*}"
[[ "$script_directory" == "${BASH_SOURCE[0]}" ]] && script_directory=.
CDPATH='' cd -- "$script_directory"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 NUKE_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_UI_LANGUAGE=en # the messages of a failed restore are read below

readonly temp=.nuke/temp
readonly packages=$temp/packages.props
readonly runs=build/bin/run # one folder per compiled state: what still runs from an older one keeps its files
readonly current=$runs/current

# On TAB a shell asks what may come next (completion/). What is compiled answers, whatever changed since: nobody waits for a compile.
if [[ ${1:-} == :complete ]]; then
    [[ -f $current ]] || exit 0
    { read -r _ && read -r run && [[ -f $run/_build.dll ]]; } <"$current" || exit 0
    exec dotnet "$run/_build.dll" "$@"
fi

say() { printf '%s\n' "$*" >&2; }

fail() { # <exit code> <line>…
    local code=$1
    shift
    printf '%s\n' "$@" >&2
    exit "$code"
}

# --- what is compiled, and from what ---------------------------------------------------------------------------------

list_sources() { # path, size and time of every file that the compile reads
    local roots=(build src standins Directory.*.props Directory.*.targets global.json nuget.config NuGet.config NuGet.Config "$packages")
    local existing=() root
    for root in "${roots[@]}"; do [[ -e $root ]] && existing+=("$root"); done
    if [[ $OSTYPE == darwin* ]]; then
        find "${existing[@]}" \( -name bin -o -name obj \) -prune -o -type f -exec stat -f '%N %z %Fm' {} +
    else
        find "${existing[@]}" \( -name bin -o -name obj \) -prune -o -type f -printf '%p %s %T@\n'
    fi
}

fingerprint() {
    local sum
    sum=$(list_sources | LC_ALL=C sort | cksum)
    printf '%s' "${sum// /-}"
}

# Sets run to the folder of the compiled build; fails if there is none or the sources changed since.
is_compiled() {
    local compiled_from
    [[ -f $current ]] || return 1
    { read -r compiled_from && read -r run; } <"$current" || return 1
    [[ -f $run/_build.dll && $compiled_from == "$(fingerprint)" ]]
}

# --- the SDK -----------------------------------------------------------------------------------------------------------

require_dotnet() {
    command -v dotnet >/dev/null && return
    fail 5 "The .NET SDK is not there: no 'dotnet' on PATH." \
        "Install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0, then run the command again."
}

require_sdk() {
    local sdks
    sdks=$(dotnet --list-sdks 2>/dev/null) || sdks=
    grep -qE '^10\.' <<<"$sdks" && return
    sdks=$(cut -d' ' -f1 <<<"$sdks" | paste -sd, - | sed 's/,/, /g')
    fail 5 "The .NET SDK 10 is needed (global.json); $(command -v dotnet) has ${sdks:-none}." \
        "Install it from https://dotnet.microsoft.com/download/dotnet/10.0, then run the command again."
}

# MSBuild takes every variable for a property: a VERSION or CONFIGURATION that was set for something else would change
# what is compiled, or stop it. For subshells that call it.
forget_properties() {
    local name
    shopt -s nocasematch
    while IFS= read -r name; do
        case $name in
            Configuration | Platform | TargetFramework | RuntimeIdentifier | OutputPath | OutDir | PublishDir | ArtifactsPath | \
                Version | VersionPrefix | VersionSuffix | PackageVersion | AssemblyVersion | FileVersion | InformationalVersion | \
                AssemblyName | RootNamespace | DefineConstants | LangVersion | Optimize) unset "$name" ;;
        esac
    done < <(compgen -e)
}

# --- published packages or stand-ins -------------------------------------------------------------------------------------

remember_packages() { # true|false
    local text="<Project>
  <PropertyGroup>
    <UseStandIns Condition=\"'\$(UseStandIns)' == ''\">$1</UseStandIns>
  </PropertyGroup>
</Project>"
    if [[ ! -f $packages || $(<"$packages") != "$text" ]]; then
        printf '%s\n' "$text" >"$packages.$$" && mv -f "$packages.$$" "$packages" || fail 5 "Cannot write $PWD/$packages: is the disk full or read-only?"
    fi
}

choose_packages() {
    case ${SLUICE_PACKAGES:-} in
        published) remember_packages false; return ;;
        standins) remember_packages true; return ;;
        '') ;;
        *) fail 2 "SLUICE_PACKAGES is '$SLUICE_PACKAGES': use published or standins, or leave it away to let the script find out." ;;
    esac
    [[ -f $packages ]] && return

    say 'Looking for the published packages…'
    local output codes
    if output=$(forget_properties; dotnet restore build/_build.csproj -p:UseStandIns=false -p:RunAnalyzers=false --artifacts-path build/bin/compile 2>&1 9>&-); then
        remember_packages false
        say 'Packages: published.'
        return
    fi
    # Stand-ins are for packages that the registry does not have (NU1101; it may have others in older versions only,
    # NU1102 and NU1103). Any other error, a time-out among them, says nothing about what it has.
    codes=$(grep -oE 'error [A-Z]+[0-9]+' <<<"$output" | LC_ALL=C sort -u || true)
    if grep -q NU1101 <<<"$codes" && ! grep -qvE ' NU110[123]$' <<<"$codes"; then
        remember_packages true
        say "Packages: stand-ins ($(grep -oE 'NU1101: Unable to find package [A-Za-z0-9.]*[A-Za-z0-9]' <<<"$output" | awk '{print $NF}' | LC_ALL=C sort -u | paste -sd, - | sed 's/,/, /g'): not in the package registry)."
        return
    fi
    fail 5 "The packages of the build cannot be restored:" "$(error_lines <<<"$output")" \
        "Check the network and the package sources (dotnet nuget list source), then run the command again."
}

# --- the compile -----------------------------------------------------------------------------------------------------------

# Reads MSBuild's output; prints each error once: path from here, line, message, without the project's name.
error_lines() {
    local lines
    lines=$(grep -E '(^|[ :])error( |:)' | sed -E -e "s|^[[:space:]]*||" -e "s|$PWD/||g" -e 's| \[[^][]*proj[^][]*\]$||' -e 's|^([^(]+)\(([0-9]+),([0-9]+)\): |\1:\2:\3: |' | awk '!seen[$0]++')
    printf '%s' "${lines:-dotnet gave no reason; run it by hand: dotnet publish build/_build.csproj -c Release}"
}

# Output goes to a new folder that becomes current only when it is whole.
publish() { # <folder> <ahead of time: true|false>
    local folder=$1 ahead_of_time=$2
    forget_properties
    dotnet publish build/_build.csproj -c Release -p:RunAnalyzers=false -p:GenerateDocumentationFile=false \
        --artifacts-path build/bin/compile -p:BootstrapOutput="$PWD/$folder/" \
        -p:SelfContained=false -p:UseCurrentRuntimeIdentifier=true -p:PublishReadyToRun="$ahead_of_time" -v:quiet -clp:NoSummary 2>&1 9>&-
}

is_disk_full() { grep -qE 'No space left on device|not enough space on the disk|Disk quota exceeded'; }

compile() {
    local sources folder output
    require_sdk
    choose_packages
    say 'Compiling the build (the first time takes a minute)…'
    sources=$(fingerprint) # before the compile: an edit during it counts as a change
    folder=$runs/$sources.$$
    mkdir -p "$folder"
    trap 'rm -rf -- "$folder"' EXIT
    if ! output=$(publish "$folder" true); then
        # Without the ahead-of-time compiler's package the build only starts slower.
        if grep -qiE 'error.*crossgen2' <<<"$output" && output=$(publish "$folder" false); then
            :
        elif is_disk_full <<<"$output"; then
            fail 5 "The disk is full: the build cannot be compiled into $PWD/build/bin." "Make room (some 50 MB), then run the command again."
        elif grep -qE 'error CS[0-9]+' <<<"$output"; then
            fail 2 "$(error_lines <<<"$output")" "The build does not compile. Correct the lines above, then run the command again."
        else
            fail 5 "$(error_lines <<<"$output")" "The build could not be compiled."
        fi
    fi
    [[ -f $folder/_build.dll ]] || fail 5 "The compile left no $folder/_build.dll." "Run it by hand: dotnet publish build/_build.csproj -c Release"
    printf '%s\n%s\n' "$sources" "$folder" >"$current.$$" && mv -f "$current.$$" "$current" || fail 5 "Cannot write $PWD/$current: is the disk full?"
    trap - EXIT
    run=$folder
    remove_old_runs
}

# Everything but the current folder, unless a process was started from it (the sandbox stays in the background).
remove_old_runs() {
    local folder
    for folder in "$runs"/*/; do
        folder=${folder%/}
        if [[ $folder != "$run" && -d $folder ]] && ! grep -qsF "/${folder##*/}/" /proc/[0-9]*/cmdline; then
            rm -rf -- "$folder"
        fi
    done
}

# One compile at a time; who waited finds it done.
compile_under_lock() {
    mkdir -p "$temp" "$runs" || fail 5 "Cannot create $PWD/$temp and $PWD/$runs: is the disk full or read-only?"
    if command -v flock >/dev/null; then
        exec 9>"$temp/compile.lock" || fail 5 "Cannot write $PWD/$temp/compile.lock: is the disk full or read-only?"
        if ! flock -n 9; then
            say 'Another build.sh is compiling; waiting for it…'
            flock 9
        fi
        is_compiled || compile
        exec 9>&-
        return
    fi

    local waiting=false
    until mkdir "$temp/compile.lock.d" 2>/dev/null; do
        if ! kill -0 "$(cat "$temp/compile.lock.d/pid" 2>/dev/null || echo $$)" 2>/dev/null; then
            rm -rf "$temp/compile.lock.d" # its owner is gone
            continue
        fi
        $waiting || say 'Another build.sh is compiling; waiting for it…'
        waiting=true
        sleep 0.5
    done
    echo $$ >"$temp/compile.lock.d/pid"
    local status=0
    is_compiled || (compile) || status=$?
    rm -rf "$temp/compile.lock.d"
    [[ $status == 0 ]] || exit "$status"
    is_compiled
}

require_dotnet
[[ -d $temp ]] || mkdir -p "$temp" || fail 5 "Cannot create $PWD/$temp: is the disk full or read-only?"
if [[ -n ${SLUICE_PACKAGES:-} ]]; then
    choose_packages
fi
is_compiled || compile_under_lock

exec dotnet "$run/_build.dll" "$@"
