// The limit: each job in hand-written JavaScript, in a worker, on the handles that the shell has.
import { copyFiles, readEnd, readFiles } from './big-files.ts';
import { computeTime, pipelineTime, type Coreutils } from './compute.ts';
import type { LimitAnswer, LimitRequest } from './messages.ts';
import { directoryAt, fileAt, parentOf } from './paths.ts';
import { copyTree, moveFile, moveTree, readTree, removeTree, walkTree } from './trees.ts';

declare const self: DedicatedWorkerGlobalScope;

/** What is compiled once. */
const modules = new Map<string, Promise<WebAssembly.Module>>();

async function coreutils({ program, engine }: LimitRequest): Promise<Coreutils> {
  const module = modules.get(program) ?? WebAssembly.compileStreaming(fetch(program));
  modules.set(program, module);
  return { module: await module, engine };
}

async function timeOf(step: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await step();
  return performance.now() - began;
}

async function limitOf(request: LimitRequest): Promise<number> {
  const { job, folder } = request;
  switch (job.kind) {
    case 'walk':
      return timeOf(async () => walkTree(await directoryAt(folder, job.path), job.sizes));
    case 'read-all':
      return timeOf(async () => readTree(await directoryAt(folder, job.path)));
    case 'read':
      return timeOf(async () =>
        readFiles(await Promise.all(job.paths.map((path) => fileAt(folder, path)))),
      );
    case 'read-end':
      return timeOf(async () => readEnd(await fileAt(folder, job.path), job.which));
    case 'copy':
      return timeOf(async () => {
        const from = await Promise.all(job.from.map((path) => fileAt(folder, path)));
        await copyFiles(from, await fileAt(folder, job.to, true));
      });
    case 'copy-tree':
      return timeOf(async () =>
        copyTree(await directoryAt(folder, job.from), ...(await parentOf(folder, job.to))),
      );
    case 'remove-tree':
      return timeOf(async () => removeTree(...(await parentOf(folder, job.path))));
    case 'move':
      return timeOf(async () =>
        moveFile(await fileAt(folder, job.from), ...(await parentOf(folder, job.to))),
      );
    case 'move-tree':
      return timeOf(async () =>
        moveTree(...(await parentOf(folder, job.from)), ...(await parentOf(folder, job.to))),
      );
    case 'compute': {
      const program = await coreutils(request);
      const file = await fileAt(folder, job.path);
      const reading = await timeOf(() => readFiles([file]));
      const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer());
      return reading + (await computeTime(program, job.args, bytes));
    }
    case 'pipeline':
      return pipelineTime(await coreutils(request), job.stages);
  }
}

self.onmessage = ({ data }: MessageEvent<LimitRequest>) => {
  limitOf(data).then(
    (time) => self.postMessage({ time } satisfies LimitAnswer),
    (error: unknown) => self.postMessage({ failure: String(error) } satisfies LimitAnswer),
  );
};
