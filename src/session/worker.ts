// The session's worker: begins the session, and hands it the page's messages.
/// <reference lib="webworker" />
import type { FromSession, ToSession } from './protocol.ts';
import { Session } from './session.ts';

declare const self: DedicatedWorkerGlobalScope;

/** What arrives before the session is there. */
const early: ToSession[] = [];

function beginProcessWorker(): Worker {
  return new Worker(new URL('../process/worker.ts', import.meta.url), { type: 'module' });
}

async function run(start: Extract<ToSession, { type: 'start' }>): Promise<void> {
  const post = (message: FromSession): void => self.postMessage(message);
  const session = await Session.begin(start, post, beginProcessWorker);
  self.onmessage = (event: MessageEvent<ToSession>) => session.receive(event.data);
  for (const message of early.splice(0)) session.receive(message);
  await session.run();
}

self.onmessage = async ({ data }: MessageEvent<ToSession>) => {
  if (data.type !== 'start') {
    early.push(data);
    return;
  }
  try {
    await run(data);
  } catch (error) {
    self.reportError(error); // a defect: the page tells the person, and can begin another session
  }
};
