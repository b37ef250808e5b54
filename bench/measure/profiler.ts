// V8's profiler in every worker of a page, over the DevTools protocol.
import type { CDPSession, Page } from '@playwright/test';

/** Where a worker's time went. */
export interface WorkerProfile {
  /** The worker's script, without its folder. */
  readonly name: string;
  /** Milliseconds in which it did something. */
  readonly busy: number;
  /** Milliseconds of each function itself, the longest first. */
  readonly functions: readonly { readonly name: string; readonly time: number }[];
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

/** A target of the protocol: the page, or a worker below it. */
class Target {
  readonly name: string;
  readonly #post: (message: string) => Promise<unknown>;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #children = new Map<string, Target>();
  #count = 0;
  #hasEnded = false;

  constructor(name: string, post: (message: string) => Promise<unknown>) {
    this.name = name;
    this.#post = post;
  }

  /** The answer; undefined where the worker ends before it gives one. */
  send(method: string, params: object = {}): Promise<unknown> {
    if (this.#hasEnded) return Promise.resolve(undefined);
    const id = ++this.#count;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#post(JSON.stringify({ id, method, params })).catch(() => resolve(undefined));
    });
  }

  end(): void {
    this.#hasEnded = true;
    for (const answer of this.#answers.values()) answer(undefined);
    for (const child of this.#children.values()) child.end();
  }

  receive(text: string): void {
    const { id, method, params, result } = JSON.parse(text) as {
      readonly id?: number;
      readonly method?: string;
      readonly params: AttachedParams & MessageParams;
      readonly result: unknown;
    };
    if (id !== undefined) {
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    } else if (method !== undefined) this.event(method, params);
  }

  event(method: string, params: AttachedParams & MessageParams): void {
    const { sessionId } = params;
    if (method === 'Target.attachedToTarget') {
      const { url } = params.targetInfo;
      const child = new Target(url.slice(url.lastIndexOf('/') + 1), (message) =>
        this.send('Target.sendMessageToTarget', { sessionId, message }),
      );
      this.#children.set(sessionId, child);
      void child.attach();
    } else if (method === 'Target.receivedMessageFromTarget') {
      this.#children.get(sessionId)?.receive(params.message);
    } else if (method === 'Target.detachedFromTarget') {
      this.#children.get(sessionId)?.end();
      this.#children.delete(sessionId);
    }
  }

  /** Workers that are there, and those to come. */
  async attach(): Promise<void> {
    await this.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
  }

  /** This target and all below it. */
  all(): Target[] {
    return [this, ...[...this.#children.values()].flatMap((child) => child.all())];
  }
}

interface AttachedParams {
  readonly sessionId: string;
  readonly targetInfo: { readonly url: string };
}

interface MessageParams {
  readonly message: string;
}

/** Profiles what the workers of a page do. */
export class Profiler {
  readonly #page: Target;

  private constructor(page: Target) {
    this.#page = page;
  }

  static async attach(page: Page): Promise<Profiler> {
    const session: CDPSession = await page.context().newCDPSession(page);
    const target = new Target('page', async (message) => {
      const { id, method, params } = JSON.parse(message) as {
        readonly id: number;
        readonly method: 'Target.setAutoAttach';
        readonly params: { autoAttach: boolean; waitForDebuggerOnStart: boolean };
      };
      const result = await session.send(method, params);
      target.receive(JSON.stringify({ id, result }));
    });
    for (const event of [
      'Target.attachedToTarget',
      'Target.receivedMessageFromTarget',
      'Target.detachedFromTarget',
    ] as const)
      session.on(event, (params) =>
        target.event(event, params as unknown as AttachedParams & MessageParams),
      );
    await target.attach();
    return new Profiler(target);
  }

  /** What all workers did while `run` went on. Of one that ends meanwhile the last part is missing. */
  async during(run: () => Promise<unknown>): Promise<WorkerProfile[]> {
    const times = new Map<Target, Times>();
    let goesOn = true;
    const parts = (async () => {
      while (goesOn) {
        await Promise.all(this.#page.all().map((target) => nextPart(target, times)));
        await new Promise((resolve) => setTimeout(resolve, part));
      }
    })();
    await run();
    goesOn = false;
    await parts;
    await Promise.all(this.#page.all().map((target) => nextPart(target, times)));
    return [...times].map(([{ name }, of]) => summary(name, of));
  }
}

/** Milliseconds by function. */
type Times = Map<string, number>;

/** How long a part is, in milliseconds: what a worker has told is there when it ends. */
const part = 200;

/** Takes what a target did since the last part, and profiles the next one. */
async function nextPart(target: Target, times: Map<Target, Times>): Promise<void> {
  const known = times.get(target);
  if (known === undefined) {
    times.set(target, new Map());
    await target.send('Profiler.enable');
    await target.send('Profiler.setSamplingInterval', { interval: 200 });
  } else {
    const answer = (await target.send('Profiler.stop')) as
      | { readonly profile: Profile }
      | undefined;
    if (answer !== undefined) addTimes(known, answer.profile);
  }
  await target.send('Profiler.start');
}

function addTimes(times: Times, { nodes, samples, timeDeltas }: Profile): void {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const place = url.startsWith('wasm')
        ? 'wasm'
        : `${url.split('/').at(-1) ?? ''}:${lineNumber + 1}`;
      return [id, url === '' ? functionName : `${functionName || '(anonymous)'} ${place}`];
    }),
  );
  samples.forEach((sample, index) => {
    const called = names.get(sample) ?? '?';
    // A sample stands until the next one.
    times.set(called, (times.get(called) ?? 0) + (timeDeltas[index + 1] ?? 0) / 1000);
  });
}

function summary(name: string, times: Times): WorkerProfile {
  times.delete('(idle)');
  times.delete('(root)');
  const functions = [...times]
    .map(([called, time]) => ({ name: called, time }))
    .toSorted((a, b) => b.time - a.time);
  return { name, busy: functions.reduce((sum, { time }) => sum + time, 0), functions };
}
