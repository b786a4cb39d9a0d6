# bash completion for edgewatch. The program itself knows what may come next (System.CommandLine's [suggest] directive), so nothing is
# listed here; where it knows nothing, a file is meant.
_edgewatch()
{
    local suggestion
    COMPREPLY=()
    while IFS= read -r suggestion; do
        # Spellings of --help that nobody types.
        case $suggestion in '' | '-?' | -h | '/?' | /h) continue ;; esac
        [[ $suggestion != "${COMP_WORDS[COMP_CWORD]}"* ]] || COMPREPLY+=("$suggestion")
    done < <("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
    [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default
}
complete -F _edgewatch edgewatch
