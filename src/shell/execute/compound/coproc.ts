// `coproc NAME command`: a job with a pipe to its standard input and one from its standard output.
import type { Coproc as CoprocNode } from 'unbash';
import type { Descriptor, DescriptorKey } from '../../../process/world.ts';
import { expandAssigned } from '../../expand/word.ts';
import { printable } from '../../quote.ts';
import type { State } from '../../state.ts';
import type { Steps } from '../../steps.ts';
import { wait } from '../../steps.ts';
import { isName } from '../../variable-name.ts';
import type { BackgroundJob } from '../../jobs/background-job.ts';
import type { CoprocEnd } from '../../jobs/coproc.ts';
import { AssignmentError } from '../../variables.ts';
import { begin, inPlace, mayBegin, refuse, sayNumber } from '../background.ts';
import { checkDepth, type Execution } from '../execution.ts';
import { complainOfText } from '../message.ts';
import { closeUnused } from '../opened.ts';
import { withPipe } from '../process-substitution.ts';
import { Shared, SharedStream } from '../shared.ts';
import { expansionOf } from '../substitution.ts';

/** How long the variables of a coprocess that has ended are kept, in milliseconds, where nobody waits for it. */
const patience = 100;

/** What it is called where it has no name. */
const defaultName = 'COPROC';

/** Begins the job, and has the variables tell of it. */
export function* executeCoproc(node: CoprocNode, execution: Execution): Steps<number> {
  const { state, world } = execution;
  const { body } = node;
  if (body.type === 'CompoundList') throw new TypeError('a syntax error was executed');
  const name =
    node.name === undefined
      ? defaultName
      : yield* expandAssigned(node.name, expansionOf(execution));
  const last = [...state.coprocs].at(-1);
  if (last?.job.isRunning === true) {
    const which = `[${last.job.pid}:${last.name}]`;
    yield* complainOfText(execution, `warning: execute_coproc: coproc ${which} still exists`);
  }
  if (!isName(name)) {
    yield* complainOfText(execution, `\`${printable(name)}': not a valid identifier`);
    return 1;
  }
  if (!mayBegin(execution)) return yield* refuse(execution);
  checkDepth('subshell', execution); // before there are pipes, which a body that does not begin would leave
  const output = world.pipe();
  const input = world.pipe();
  const text = `coproc ${name} ${state.source.text.slice(body.pos, body.end)}`;
  const { pos, end } = node;
  const command = inPlace(body);
  const job = begin(execution, {
    text,
    stages: [text],
    isPrograms: body.type === 'Command',
    steps: (inner) =>
      withPipe(0, input.reader, inner, () =>
        withPipe(1, output.writer, inner, () =>
          inner.execute([{ type: 'Statement', command, pos, end, background: undefined }], inner),
        ),
      ),
  });
  const [readNumber, , , writeNumber] = freeNumbers(execution.descriptors);
  const open = function* (number: number, descriptor: Descriptor): Steps<Shared> {
    const shared = new Shared(new SharedStream(yield* wait(world.stream(descriptor))), '', true);
    execution.descriptors.set(number, shared);
    execution.opened.add(shared);
    return shared;
  };
  const read = yield* open(readNumber, output.reader);
  const write = yield* open(writeNumber, input.writer);
  state.coprocs.add({
    name,
    job,
    ends: [
      { number: readNumber, shared: read, isOpen: true },
      { number: writeNumber, shared: write, isOpen: true },
    ],
  });
  try {
    state.variables.setAll(name, [String(readNumber), String(writeNumber)]);
    state.variables.set(`${name}_PID`, String(job.pid));
  } catch (error) {
    if (!(error instanceof AssignmentError)) throw error;
    yield* complainOfText(execution, error.message);
  }
  yield* sayNumber(job, execution);
  return 0;
}

/** The numbers that bash's two pipes take, downwards from 63: each has two ends, and the shell keeps the first and the last. */
function freeNumbers(
  descriptors: ReadonlyMap<DescriptorKey, Descriptor>,
): readonly [number, number, number, number] {
  const free = (below: number): number => {
    let number = below - 1;
    while (descriptors.has(number)) number -= 1;
    return number;
  };
  const first = free(64);
  const second = free(first);
  const third = free(second);
  return [first, second, third, free(third)];
}

/** Between two commands: takes note of ends that were closed, and forgets coprocesses that have ended, with their variables. */
export function* tendCoprocs(execution: Execution): Steps<void> {
  const { state, descriptors } = execution;
  for (const coproc of state.coprocs) {
    const { name, job, ends } = coproc;
    for (const [index, end] of ends.entries()) {
      if (!end.isOpen || descriptors.get(end.number) === end.shared) continue;
      end.isOpen = false;
      if (state.variables.find(name)?.isArray === true)
        change(() => state.variables.setElement(name, String(index), '-1'));
    }
    if (!isOver(job) || unread(ends[0]) > 0) continue;
    state.coprocs.delete(coproc);
    for (const { number, shared } of ends)
      if (descriptors.get(number) === shared) descriptors.delete(number);
    forget(name, state);
  }
  yield* closeUnused(execution);
}

/** Whether a job has ended, and whoever needs its number has had the time to ask for it. */
function isOver({ waited, endedAt }: BackgroundJob): boolean {
  return endedAt !== undefined && (waited || Date.now() - endedAt >= patience);
}

/** How many bytes of its output have come that nobody has read, where they can be. */
function unread({ isOpen, shared }: CoprocEnd): number {
  // What would have to be waited for is none.
  const count = isOpen ? shared.stream.readable(AbortSignal.abort()) : 0;
  return typeof count === 'number' ? count : 0;
}

/** Unsets the variables of a coprocess that has ended, but not those of another one of its name. */
function forget(name: string, { coprocs, variables }: State): void {
  if ([...coprocs].some((other) => other.name === name)) return;
  for (const variable of [name, `${name}_PID`]) change(() => variables.unset(variable));
}

/** Changes a variable, unless somebody has made it readonly. */
function change(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof AssignmentError)) throw error;
  }
}
