// The memory of a page's process, as Linux counts it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

interface Process {
  readonly id: string;
  readonly parent: string;
  readonly command: string;
}

function processes(): Process[] {
  const found: Process[] = [];
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      // Behind the name, which may hold anything: state, then parent.
      const [, parent = ''] =
        readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      found.push({ id, parent, command });
    } catch {
      // it has ended
    }
  }
  return found;
}

/** The renderers of the browser that has a profile. */
function renderers(profile: string): string[] {
  const all = processes();
  const known = new Set(all.filter(({ command }) => command.includes(profile)).map(({ id }) => id));
  for (let size = 0; size !== known.size;) {
    size = known.size;
    for (const { id, parent } of all) if (known.has(parent)) known.add(id);
  }
  return all
    .filter(({ id, command }) => known.has(id) && command.includes('--type=renderer'))
    .map(({ id }) => id);
}

/** From now on the peak is counted anew. */
export function resetPeak(profile: string): void {
  if (process.platform !== 'linux') return;
  for (const id of renderers(profile)) writeFileSync(`/proc/${id}/clear_refs`, '5');
}

/** The peak of the largest renderer's resident memory, in bytes. */
export function peakMemory(profile: string): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const peaks = renderers(profile).map((id) => {
    const [, kibibytes = '0'] =
      /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  });
  return Math.max(...peaks);
}
