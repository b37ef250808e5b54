// Random plans of steps on the memory file system and on handles, each step compared with a model: no difference, no
// escape, nothing left open. `npm run fuzz` runs as many as the issue asks for; FUZZ_PLANS says how many, FUZZ_SEED repeats a run.
import { assert, asyncProperty } from 'fast-check';
import { expect, test } from 'vitest';

import { check, Tally } from './compare.ts';
import { Model, type Scene } from './model.ts';
import { plan } from './plan.ts';
import { Player } from './player.ts';
import type { Step } from './step.ts';
import { contents, eagerWorld, handleWorld, memoryWorld, type World } from './worlds.ts';

const plans = Number(process.env['FUZZ_PLANS'] ?? 5000);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** Runs a plan to its end. */
async function run(
  steps: readonly Step[],
  scene: Scene,
  { guest, ...world }: World,
): Promise<void> {
  const model = new Model(scene);
  const player = new Player(guest, scene.own.times);
  for (const step of steps) check(step, await player.play(step), model.apply(step));
  expect(await contents(guest.host.tree)).toEqual(model.tree());
  const open = [...guest.table.entries()].map(([fd]) => fd);
  expect(open).toEqual(model.open);
  for (const fd of open) {
    const close = { name: 'close', fd } as const;
    check(close, await player.play(close), model.apply(close));
  }
  await guest.host.late.settled();
  expect(guest.host.late.takeFailures()).toEqual([]);
  expect(world.leaks()).toEqual([]);
  expect(await contents(world.stored())).toEqual(model.tree());
}

const memory = { readOnly: false, links: true, times: true };
const handles = { readOnly: false, links: false, times: false };

/** Each runs them all. */
test.each([
  ['memory, the root of a Unix tree', memoryWorld, { own: memory, inside: false }],
  ['memory, capabilities', memoryWorld, { own: memory, inside: true }],
  ['handles, the root of a Unix tree', handleWorld, { own: handles, inside: false }],
  ['handles, capabilities', handleWorld, { own: handles, inside: true }],
  ['handles that are asked ahead', eagerWorld, { own: handles, inside: false }],
])(
  '%s: no plan ends otherwise than in the model',
  async (name, make, scene) => {
    const tally = new Tally();
    await assert(
      asyncProperty(plan, async (taken) => {
        await run(taken, scene, make(scene.inside));
        tally.plans++;
        tally.steps += taken.length;
      }),
      { numRuns: plans, seed },
    );
    process.stdout.write(tally.line(name, seed));
    expect(tally.plans).toBe(plans);
  },
  3_600_000,
);
