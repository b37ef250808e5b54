// The variables that every shell begins with, whatever it inherits.
import type { Variables } from './variables.ts';

/** The language is bash's of this version, which scripts ask for. */
const version = ['5', '2', '15', '1', 'dirsh', 'wasm32-wasi'];

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
