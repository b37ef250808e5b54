// The variables that every shell begins with, whatever it inherits.
import type { Variables } from './variables.ts';

/** The language is bash's of this version, which scripts ask for. */
const version = ['5', '2', '15', '1', 'dirsh', 'wasm32-wasi'];

/** Red, the last status where it is not 0; bold and blue, the folder. */
const prompt =
  '$(s=$?; ((s)) && printf "\\[\\e[31m\\]%s\\[\\e[0m\\] " $s)\\[\\e[1;34m\\]\\w\\[\\e[0m\\] \\$ ';

/** Those of a shell that a person types in, besides. */
export function setInteractiveDefaults(variables: Variables): void {
  variables.set('PS1', prompt);
  variables.set('PS2', '> ');
  // As Debian's and Ubuntu's shells have it.
  variables.set('HISTCONTROL', 'ignoreboth');
  variables.set('HISTSIZE', '10000');
  variables.set('HISTFILESIZE', '10000');
  variables.set('HISTFILE', `${variables.get('HOME') ?? ''}/.dirsh_history`);
}

/** Sets them; none is for programs. */
export function setDefaults(variables: Variables): void {
  variables.set('IFS', ' \t\n');
  variables.set('OPTIND', '1');
  variables.set('PS4', '+ ');
  const [major, minor, patch, build, status] = version;
  variables.set('BASH_VERSION', `${major}.${minor}.${patch}(${build})-${status}`);
  variables.setAll('BASH_VERSINFO', version);
  variables.set('HOSTNAME', 'localhost');
  variables.set('OSTYPE', 'wasi');
}
