#!/usr/bin/env bash
# Runs the tests of Sluice.Kubernetes against the published KubernetesClient where the build itself uses the stand-in: product
# code never asks which it got, so both have to behave alike. Works in a folder of its own beside the build's.
# Ends with one line: N passed, N failed, N skipped. Exit codes: 0 passed, or skipped as the registry has no such package · 1 failed · 5 infrastructure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_UI_LANGUAGE=en # the messages are read below

readonly project=tests/Sluice.Kubernetes.Tests package=KubernetesClient
readonly folder=.nuke/temp/published
readonly options=(-p:UseStandIns=false -p:RunAnalyzers=false --artifacts-path "$folder")

finish() { # <exit code> <passed> <failed> <skipped>
    echo "$2 passed, $3 failed, $4 skipped"
    exit "$1"
}

errors() { grep -E ' error ' | sed -E -e 's|^[[:space:]]*||' -e "s|$PWD/||g" -e 's| \[[^][]*proj[^][]*\]$||' | awk '!seen[$0]++'; }

if grep -qs '>false<' .nuke/temp/packages.props; then
    echo "$package: the build uses the published package itself; nothing more to try."
    finish 0 0 0 0
fi

if ! output=$(dotnet restore "$project" "${options[@]}" 2>&1); then
    # As in build.sh: only "no such package" (NU1101, or older versions only: NU1102, NU1103) is no failure. Nor is a later
    # version alone that needs later packages than are pinned here (NU1605).
    codes=$(grep -oE 'error [A-Z]+[0-9]+' <<<"$output" | LC_ALL=C sort -u || true)
    if [[ -n $codes ]] && ! grep -qvE ' NU110[123]$' <<<"$codes"; then
        echo "$package: skipped, as the package registry does not carry it; only the stand-in was tried."
        finish 0 0 0 1
    fi
    if [[ $codes == 'error NU1605' ]] && grep -qE "NU1605: .*-> $package [0-9.]+ -> " <<<"$output"; then
        echo "$package: skipped, as the package registry carries only a version that needs later packages than ours; only the stand-in was tried."
        finish 0 0 0 1
    fi
    printf '%s\n' "$package: the published package cannot be restored:" "$(errors <<<"$output")" \
        "Check the network and the package sources (dotnet nuget list source), then run the command again." >&2
    finish 5 0 1 0
fi

version=$(grep -oE "\"$package/[^\"]+\"" "$folder/obj/Sluice.Kubernetes.Tests/project.assets.json" | head -n 1 | tr -d '"' || true)
echo "${version/\// } (published): compiling and running $project…"

if ! output=$(dotnet build "$project" "${options[@]}" --no-restore -v:quiet -clp:NoSummary 2>&1); then
    printf '%s\n' "$project does not compile with ${version/\// }:" "$(errors <<<"$output")" >&2
    finish 1 0 1 0
fi

code=0
output=$(dotnet test "$project" "${options[@]}" --no-build --nologo -v:minimal 2>&1) || code=$?
summary=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' <<<"$output" | tail -n 1 || true)
count() { sed -E "s/.*$1: +([0-9]+).*/\1/" <<<"$summary"; }

if [[ $code -ne 0 || -z $summary ]]; then
    printf '%s\n' "$output" >&2
    [[ -n $summary && $(count Failed) -gt 0 ]] || finish 1 0 1 0 # the test run itself broke
    finish 1 "$(count Passed)" "$(count Failed)" "$(count Skipped)"
fi
finish 0 "$(count Passed)" "$(count Failed)" "$(count Skipped)"
