#!/usr/bin/env bash
# Keeps what a part makes of the cluster's objects up to date: watches paths of the API and calls the part's render after every change.
# follow.sh <part>: lib/<part>.sh defines <part>_paths and <part>_render.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
part=$1
# shellcheck source=common.sh
. "$here/lib/common.sh"
# shellcheck source=/dev/null
. "$here/lib/$part.sh"

changes() {
    local path
    for path in $("${part}_paths"); do
        # A watch that ended is opened again; what was missed meanwhile is seen by the render that its first line brings.
        while :; do
            ask "$path?watch=1" --no-buffer | while read -r _; do echo; done
            sleep 0.5
            echo
        done &
    done
    wait
}

changes | while read -r _; do
    while read -r -t 0.05 _; do :; done # several changes at once are one
    "${part}_render" || say "$part: could not be rendered; the next change tries again"
done
