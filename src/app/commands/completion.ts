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
  return `_tocsin() {
  local path='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && break
    path="\${path:+$path }$word"
  done
  case "$path" in
${cases.join('\n')}
    *' '*) _tocsin_options "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
_tocsin_options() {
  case "$1" in
${cases.join('\n')}
  esac
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
