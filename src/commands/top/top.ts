// `top`: what runs, drawn anew each second.
import { frameOf } from './frame.ts';
import { orderOfField, sorted, type OrderKey } from './order.ts';
import { longestDelay, TopView, type TopSettings } from './view.ts';
import type { Call } from '../call.ts';
import { complainUsage, type Command } from '../command.ts';
import { onScreen } from '../full-screen.ts';
import { Screen } from '../less/screen.ts';
import { listedFor } from '../ps/ps.ts';
import type { Options } from '../options.ts';
import { untilAborted } from '../../../wasi/vfs/until-aborted.ts';
import { visible } from '../../tty/visible.ts';

export const top: Command = {
  help: `Usage: top [options]
Show what runs, again and again, on the whole screen. h tells the keys; q ends it.

  -b, --batch-mode            print one picture behind the other, without the screen
  -d, --delay=SECS            seconds between two pictures (1)
  -n, --iterations=COUNT      so many pictures, and no end where it is not given
  -o, --sort-override=FIELD   sort by MEM, ELAPSED, STAT or PID; +FIELD, -FIELD for the way
  -p, --pid=PIDS              only these
      --help                  display this help and exit

What the columns show is told by ps --help.
`,
  options: {
    '-b': 'batch',
    '--batch-mode': 'batch',
    '-d': 'delay:',
    '--delay': 'delay:',
    '-n': 'count:',
    '--iterations': 'count:',
    '-o': 'order:',
    '--sort-override': 'order:',
    '-p': 'pid:',
    '--pid': 'pid:',
  },
  run,
};

async function run(call: Call, options: Options): Promise<number> {
  const settings = settingsOf(options);
  if (typeof settings === 'string') {
    await call.complain(settings);
    return 1;
  }
  if (options.has('batch')) return await printAll(call, settings);
  if (call.stdin.type !== 'terminal' || !call.stdout.isTerminal)
    return await complainUsage(call, 'failed tty get; -b prints instead', top);
  const screen = new Screen(call.session.tty, true);
  await onScreen(call, screen, (keys) => new TopView(call, screen, keys, settings).run());
  return 0;
}

/** What the options ask for; or what is wrong with them, in procps' words. */
function settingsOf(options: Options): TopSettings | string {
  const [operand] = options.operands;
  if (operand !== undefined) return `unknown option '${visible(operand)}'`;
  const delay = options.value('delay') ?? '1';
  const seconds = Number(delay.replace(',', '.'));
  if (delay === '' || Number.isNaN(seconds)) return `bad delay interval '${visible(delay)}'`;
  if (seconds < 0) return '-d requires positive argument';
  const iterations = options.value('count');
  const count = iterations === undefined ? Infinity : Number(iterations);
  if (iterations !== undefined && !/^0*[1-9]\d*$/.test(iterations))
    return `bad iterations argument '${visible(iterations)}'`;
  const field = options.value('order');
  const order = orderOf(field);
  if (order === undefined) return `unrecognized field name '${visible(field ?? '')}'`;
  const pids = options.values('pid').flatMap((list) => list.split(','));
  const bad = pids.find((pid) => !/^\d+$/.test(pid));
  if (bad !== undefined) return `bad pid '${visible(bad)}'`;
  const wanted = new Set(pids.map(Number));
  return {
    seconds: Math.min(longestDelay, Math.max(0.1, seconds)),
    count,
    ...order,
    isShown: ({ pid }) => wanted.size === 0 || wanted.has(pid),
  };
}

function orderOf(
  field: string | undefined,
): { readonly order: OrderKey; readonly reversed: boolean } | undefined {
  if (field === undefined) return { order: 'M', reversed: false };
  const order = orderOfField(field.replace(/^[+-]/, ''));
  return order === undefined ? undefined : { order, reversed: field.startsWith('-') };
}

/** One picture behind the other, as long as they may be. */
async function printAll(call: Call, settings: TopSettings): Promise<number> {
  const { seconds, count, order, reversed, isShown } = settings;
  for (let printed = 0; printed < count; printed += 1) {
    if (printed > 0) await pause(call, seconds);
    const all = await listedFor(call);
    const listed = sorted(all.filter(isShown), order, reversed);
    const { summary, headers, processes } = frameOf(call, all, listed, Infinity);
    const lines = [...(printed > 0 ? [''] : []), ...summary, '', headers, ...processes, ''];
    await call.stdout.print(lines.join('\n'));
    await call.stdout.flush();
  }
  return 0;
}

/** @throws SystemError EINTR the command is to end */
async function pause(call: Call, seconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, seconds * 1000);
  try {
    await untilAborted(promise, call.signal);
  } finally {
    clearTimeout(timer);
  }
}
