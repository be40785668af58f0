# complete.zsh FOLDER TYPED: shows what zsh makes of TYPED and the completion key, with FOLDER's completions.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=; unset zle_bracketed_paste; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; print re''ady"
zpty -r shell out '*ready*'
zpty -w -n shell "$2"$'\t\t'
# until nothing has come for a while
for ((quiet = 0; quiet < 15; quiet++)); do
    sleep 0.1
    while zpty -r -t shell out; do print -rn -- "$out"; quiet=0; done
done
zpty -d shell
