import type { Command } from 'commander';
import { say } from './with-system.ts';

/** Words for the shell, read from the tree of commands itself: a new command is completed without anybody telling. */
export function addCompletionCommand(program: Command) {
  program
    .command('completion')
    .description('prints completion for a shell')
    .command('bash')
    .description('for bash: put `source <(tocsin completion bash)` into ~/.bashrc')
    .action(() => {
      say(bashCompletion(program));
    });
}

function bashCompletion(program: Command): string {
  const cases = nodes(program, []).map(({ path, words }) => `    '${path.join(' ')}') words='${words.join(' ')}' ;;`);
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

type Node = { path: string[]; words: string[] };

function nodes(command: Command, path: string[]): Node[] {
  const shown = command.createHelp().visibleCommands(command);
  const options = command.options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag !== undefined);
  const words = [...shown.map((one) => one.name()), ...options, '--help'];
  return [{ path, words }, ...shown.flatMap((one) => (one.name() === 'help' ? [] : nodes(one, [...path, one.name()])))];
}
