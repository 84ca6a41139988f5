#!/usr/bin/env bash
# Takes away what up.sh brought up: processes, pods, mounts, bridges, iptables rules, kernel settings. Images and objects stay for the
# next up.sh; --wipe deletes them too, so that only what was downloaded and compiled is left. --rules takes rules of a Kubernetes away
# that is gone, whoever's it was.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common packages machine docker control-plane node dns prometheus ingress; do
    # shellcheck source=/dev/null
    . "$here/lib/$part.sh"
done

case ${1:-} in
    '' | --wipe | --rules) ;;
    *) fail "'$1' is no option of down.sh: it knows --wipe and --rules." ;;
esac
require_root "$@"
if [[ ! -d $run && ${1:-} == '' ]]; then
    say "Nothing is up."
    exit 0
fi
mkdir -p "$run" "$logs"
exec 9>"$home/lock"
flock --nonblock 9 || { say "Another up.sh or down.sh is at work; waiting for it."; flock 9; }
for folder in "$cache"/programs-*; do PATH=$folder/usr/sbin:$folder/usr/bin:$PATH; done

was_up=no
[[ ! -f $run/places ]] || was_up=yes
stop_ingress
stop_prometheus
stop_dns
stop_node
stop_docker
stop_control_plane
unmount_all
if [[ $was_up == yes || ${1:-} == --rules ]]; then
    lower_network
fi
give_machine_back
rm -rf "$run" "$logs"
if [[ ${1:-} == --wipe ]]; then
    rm -rf "$state"
fi
say "Down"
