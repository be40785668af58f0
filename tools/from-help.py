#!/usr/bin/env python3
"""from-help.py KIND WIRECOPY [COMMAND MANUAL]: what people's shells and man know of the commands, from what the command
itself says with --help, which is made from cli/*.def. KIND: bash, zsh, fish, man."""
import re
import subprocess
import sys


def ask(wirecopy, *words):
    return subprocess.run([wirecopy, *words, '--help'], capture_output=True, text=True, check=True).stdout


def rows(text):
    """The two columns of a list: (left, right)."""
    return [re.split(r'\s{2,}|(?<=\S{22})\s', line.strip(), maxsplit=1) for line in text.splitlines() if line.strip()]


class Option:
    def __init__(self, line):
        found = re.match(r'\s+(?:-(\w), )?\s*--([\w-]+)(?: (\S+))?\s+(.*)', line)
        self.letter, self.name, self.arg, self.about = found.groups()


class Command:
    def __init__(self, wirecopy, name, about):
        text = ask(wirecopy, name)
        self.name, self.about = name, about
        self.usage = re.match(r'usage: wirecopy \S+ ?(.*)', text).group(1)
        body, _, self.examples = text.partition('\nexamples:\n')
        body, _, formats = body.partition('\nformats:\n')
        self.formats = [row for row in rows(formats)]
        self.options = [Option(line) for line in body.splitlines() if re.match(r'\s+(-\w, )?\s*--\w', line)]


def commands(wirecopy):
    listed = re.findall(r'^  (\w+)\s+(.*)$', ask(wirecopy), re.M)
    return [Command(wirecopy, name, about) for name, about in listed]


def values(command, option):
    if option.name == 'as':
        more = ['map', 'opml'] if command.name == 'export' else []
        return [row[0] for row in command.formats] + more or ['json', 'ndjson']
    return []


def is_file(option):
    return option.arg in ('FILE', 'DIR')


def bash(all_of):
    cases = []
    for c in all_of:
        words = ' '.join('--' + o.name for o in c.options)
        cases.append(f'    {c.name}) words="{words}"; formats="{" ".join(values(c, c.options[0]))}" ;;')
    names = ' '.join(c.name for c in all_of)
    return f'''# bash completion for wirecopy
_wirecopy() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} command= words= formats= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${{COMP_WORDS[i]}} in
        -C | --folder) i=$((i + 1)) ;;
        -*) ;;
        *) command=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    case $command in
{chr(10).join(cases)}
    *) words="--help --version --folder {names}" ;;
    esac
    case $prev in
    --as) mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$cur"); return ;;
    -C | --folder) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    esac
    if [[ $cur == -* || -z $command ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}}
complete -o filenames -F _wirecopy wirecopy
'''


def quote(text):
    return text.replace("'", "'\\''").replace('[', '\\[').replace(']', '\\]').replace(':', '\\:')


def zsh(all_of):
    out = ['#compdef wirecopy', '_wirecopy() {', '  local context state line', '  local -a names',
           '  names=(']
    out += [f"    '{c.name}:{quote(c.about)}'" for c in all_of]
    out += ['  )', "  _arguments -C '(-C --folder)'{-C,--folder}'[the edition'\\''s folder]:folder:_files -/' "
            "'1:command:->command' '*::argument:->argument'",
            '  case $state in', "  command) _describe command names ;;", '  argument)', '    case $words[1] in']
    for c in all_of:
        specs = []
        for o in c.options:
            action = ''
            if o.arg:
                listed = values(c, o)
                action = f':{o.arg}:' + ('(' + ' '.join(listed) + ')' if listed else '_files' if is_file(o) else '')
            for name in ['--' + o.name] + (['-' + o.letter] if o.letter else []):
                specs.append(f"'{name}[{quote(o.about)}]{action}'")
        out.append(f"    {c.name}) _arguments {' '.join(specs)} '*:argument:_files' ;;")
    out += ['    esac', '    ;;', '  esac', '}', '_wirecopy "$@"', '']
    return '\n'.join(out)


def fish(all_of):
    names = ' '.join(c.name for c in all_of)
    out = ['# fish completion for wirecopy', f'set -l commands {names}']
    for c in all_of:
        about = c.about.replace("'", "\\'")
        out.append(f"complete -c wirecopy -n \"not __fish_seen_subcommand_from $commands\" -f -a {c.name} -d '{about}'")
        for o in c.options:
            about = o.about.replace("'", "\\'")
            short = f' -s {o.letter}' if o.letter else ''
            arg = ''
            if o.arg:
                listed = values(c, o)
                arg = f" -x -a '{' '.join(listed)}'" if listed else ' -r' if is_file(o) else ' -x'
            out.append(f"complete -c wirecopy -n \"__fish_seen_subcommand_from {c.name}\" -l {o.name}{short}{arg} -d '{about}'")
    return '\n'.join(out) + '\n'


def escape(text):
    return re.sub(r'([\\*_#~<>\[\]])', r'\\\1', text)


def described(manual, name):
    """What the manual of all commands says of one: the paragraph under its name."""
    text = open(manual, encoding='utf-8').read().partition('# COMMANDS')[2].partition('\n# ')[0]
    for part in re.split(r'\n\n(?=\*)', text.strip()):
        head, _, body = part.partition('\n')
        if re.search(rf'\*{name}\*', head):
            return re.sub(r'\n\t', '\n', body.strip()).strip()
    raise SystemExit(f'from-help.py: {manual} says nothing of {name}')


def man(c, manual):
    out = [f'wirecopy-{c.name}(1)', '', '# NAME', '', f'wirecopy-{c.name} - {escape(c.about)}', '', '# SYNOPSIS', '',
           f'*wirecopy {c.name}* {escape(c.usage)}'.rstrip(), '', '# DESCRIPTION', '', described(manual, c.name), '',
           '# OPTIONS', '']
    for o in c.options:
        arg = f' _{escape(o.arg)}_' if o.arg else ''
        short = f'*-{o.letter}*, ' if o.letter else ''
        out += [f'{short}*--{o.name}*{arg}', f'\t{escape(o.about)}', '']
    if c.formats:
        out += ['# FORMATS', '']
        for name, about in c.formats:
            out += [f'*{name}*', f'\t{escape(about)}', '']
    out += ['# EXAMPLES', '', '```', c.examples.rstrip('\n'), '```', '', '# SEE ALSO', '', '*wirecopy*(1), *wirecopy.ini*(5)', '']
    return '\n'.join(out)


def main():
    kind, wirecopy = sys.argv[1:3]
    if kind == 'names':
        print(*re.findall(r'^COMMAND\((\w+)\)', open(wirecopy, encoding='utf-8').read(), re.M))
        return
    all_of = commands(wirecopy)
    if kind == 'man':
        name, manual = sys.argv[3:5]
        print(man(next(c for c in all_of if c.name == name), manual), end='')
    else:
        print({'bash': bash, 'zsh': zsh, 'fish': fish}[kind](all_of), end='')


main()
