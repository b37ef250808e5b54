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

self.onmessage = async ({ data }: MessageEvent<ToSession>) => {
  if (data.type !== 'start') {
    early.push(data);
    return;
  }
  const post = (message: FromSession): void => self.postMessage(message);
  const session = await Session.begin(data, post, beginProcessWorker);
  self.onmessage = (event: MessageEvent<ToSession>) => session.receive(event.data);
  for (const message of early.splice(0)) session.receive(message);
  await session.run();
};
