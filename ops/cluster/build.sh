#!/usr/bin/env bash
# Provides the programs of the cluster: Debian's packages, and Kubernetes compiled from Debian's source. Nothing is started.
# Kept in $SLUICE_CLUSTER_HOME/cache (default ~/.cache/sluice/cluster); the next run finds it there. up.sh does this by itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common packages kubernetes; do
    # shellcheck source=/dev/null
    . "$here/lib/$part.sh"
done

require_root "$@"
mkdir -p "$cache" "$logs"
require_debian
provide_programs
provide_kubernetes
say "Programs are ready: $programs, $kubernetes"
