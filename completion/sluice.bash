# TAB completes targets, parameters and values of ./build.sh. Install, in the repository:
#   echo "source '$PWD/completion/sluice.bash'" >>~/.bashrc
_sluice_complete() {
    local script=${COMP_WORDS[0]} IFS=$'\n'
    COMPREPLY=()
    case $script in
        '~/'*) script=$HOME/${script#'~/'} ;;
        */*) ;;
        *) script=./$script ;;
    esac
    # Other repositories have a build.sh too: only one that knows the question is asked.
    grep -qs ':complete' "$script" || return 0
    COMPREPLY=($("$script" :complete "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
}

# Where there is no answer (a text is wanted), files are offered.
complete -o default -F _sluice_complete build.sh
