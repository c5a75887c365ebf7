import type { Command } from 'commander';
import { say } from './with-system.ts';

const SHELLS = {
  bash: { script: bash, put: 'put `source <(tocsin completion bash)` into ~/.bashrc' },
  zsh: { script: zsh, put: 'put `source <(tocsin completion zsh)` into ~/.zshrc, behind compinit' },
  fish: { script: fish, put: 'tocsin completion fish > ~/.config/fish/completions/tocsin.fish' },
};

/** Words for the shell, read from the tree of commands itself: a new command is completed without anybody telling. */
export function addCompletionCommand(program: Command) {
  const completion = program.command('completion').description('prints completion for a shell');
  for (const [shell, { script, put }] of Object.entries(SHELLS))
    completion
      .command(shell)
      .description(`for ${shell}: ${put}`)
      .action(() => {
        say(script(places(program, [])));
      });
}

type Word = { name: string; about: string };
type Flag = { short: string | undefined; long: string; about: string; takesValue: boolean };
/** Where somebody may be: behind these words, these commands and options may follow. */
type Place = { path: string[]; commands: Word[]; flags: Flag[] };

function places(command: Command, path: string[]): Place[] {
  const help = command.createHelp();
  const shown = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  const flags = help
    .visibleOptions(command)
    .flatMap(({ short, long, description, required, optional }): Flag[] =>
      long ? [{ short, long, about: description, takesValue: required || optional }] : [],
    );
  const commands = shown.map((one) => ({ name: one.name(), about: one.description() }));
  return [{ path, commands, flags }, ...shown.flatMap((one) => places(one, [...path, one.name()]))];
}

const namesOf = ({ short, long }: Flag) => (short ? [short, long] : [long]);

function bash(all: Place[]): string {
  const cases = all.map(({ path, commands, flags }) => {
    const words = [...commands.map(({ name }) => name), ...flags.flatMap(namesOf)];
    return `    '${path.join(' ')}') words='${words.join(' ')}' ;;`;
  });
  // An argument after a command is no command: the options of the first two words count.
  return `_tocsin_words() {
  case "$1" in
${cases.join('\n')}
  esac
}
_tocsin() {
  local path='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && break
    path="\${path:+$path }$word"
  done
  _tocsin_words "$path"
  [[ -z $words ]] && _tocsin_words "\${COMP_WORDS[1]} \${COMP_WORDS[2]}"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _tocsin tocsin dispatch`;
}

function zsh(all: Place[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  // A colon parts a word from what is said about it.
  const described = (name: string, about: string) => quoted(`${name.replaceAll(':', '\\:')}:${about.replaceAll(':', '\\:')}`);
  const cases = all.map(({ path, commands, flags }) => {
    const words = commands.map(({ name, about }) => described(name, about));
    const options = flags.flatMap((flag) => namesOf(flag).map((name) => described(name, flag.about)));
    return `    ${quoted(path.join(' '))}) commands=(${words.join(' ')}) options=(${options.join(' ')}) ;;`;
  });
  return `#compdef tocsin dispatch
_tocsin_words() {
  case "$1" in
${cases.join('\n')}
  esac
}
_tocsin() {
  local where='' word
  local -a commands options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] && break
    where="\${where:+$where }$word"
  done
  _tocsin_words "$where"
  (( \${#options} )) || _tocsin_words "\${words[2]} \${words[3]}"
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe -o 'option' options
  elif (( \${#commands} )); then
    _describe 'command' commands
  else
    _files
  fi
}
compdef _tocsin tocsin dispatch`;
}

function fish(all: Place[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = all.flatMap(({ path, commands, flags }) => {
    const here = quoted(path.join(' '));
    const at = `complete -c tocsin -n ${quoted(`__tocsin_at ${here}`)}`;
    const behind = commands.length ? at : `complete -c tocsin -n ${quoted(`__tocsin_behind ${here}`)}`;
    return [
      ...commands.map(({ name, about }) => `${at} -f -a ${quoted(name)} -d ${quoted(about)}`),
      ...flags.map(
        ({ short, long, about, takesValue }) =>
          `${behind}${short ? ` -s ${short.slice(1)}` : ''} -l ${long.slice(2)}${takesValue ? ' -r' : ''} -d ${quoted(about)}`,
      ),
    ];
  });
  return `function __tocsin_here
  set -l words (commandline -opc)
  for word in $words[2..]
    string match -q -- '-*' $word; and return
    echo $word
  end
end
function __tocsin_at
  set -l here (__tocsin_here)
  test "$here" = "$argv[1]"
end
function __tocsin_behind
  set -l here (__tocsin_here)
  test "$here" = "$argv[1]"; or string match -q -- "$argv[1] *" "$here"
end
complete -c dispatch -w tocsin
${lines.join('\n')}`;
}
