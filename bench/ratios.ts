// How far each job was from its limit when that was last stored: `ratios.json`. Times differ from machine to machine,
// ratios hold.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { JobFigures } from './measure/measure-jobs.ts';
import { ratioOf } from './report.ts';

const file = new URL('ratios.json', import.meta.url);

/** How much worse a ratio may be: as much as it differs from run to run on a machine that does other things as well. */
const tolerance = 1.5;
/** Of jobs that take less than this at the limit, in milliseconds, the beginning of a program is most: nothing is compared. */
const shortest = 50;

type Ratios = Record<string, number>;

/** The ratios of the jobs that are long enough. */
function ratiosOf(figures: readonly JobFigures[]): Ratios {
  const ratios: Ratios = {};
  for (const measured of figures) {
    const ratio = ratioOf(measured);
    if (ratio === undefined || (measured.limit?.median ?? 0) < shortest) continue;
    ratios[measured.job.name] = Number(ratio.toFixed(2));
  }
  return ratios;
}

function stored(): Ratios {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Ratios) : {};
}

/** Jobs that were not measured keep what is stored. */
export function storeRatios(figures: readonly JobFigures[]): void {
  writeFileSync(file, `${JSON.stringify({ ...stored(), ...ratiosOf(figures) }, null, 2)}\n`);
}

/** A sentence for each job that is further from its limit than it was. */
export function missedRatios(figures: readonly JobFigures[]): string[] {
  if (!existsSync(file)) throw new Error('no ratios are stored yet: --store does');
  const before = stored();
  return Object.entries(ratiosOf(figures)).flatMap(([name, ratio]) => {
    const least = before[name];
    return least === undefined || ratio <= least * tolerance
      ? []
      : [`${name}: ${ratio} times its limit, which was ${least}`];
  });
}
