// The worker of runInWorker.
import type { StartMessage } from './protocol.ts';
import { serveRun } from './serve-run.ts';

addEventListener('message', ({ data }: MessageEvent<StartMessage>) => void serveRun(data));
