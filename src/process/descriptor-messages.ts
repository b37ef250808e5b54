// What a process's worker is told of its descriptors: a message for each thing that they refer to.
import { PipeEnd, type OwnDescriptor } from './descriptors.ts';
import type { PooledWorker } from './pool.ts';
import type { DescriptorMessage, TargetMessage } from './protocol.ts';
import type { TerminalGate } from './terminal-gate.ts';
import type { Descriptor, DescriptorKey } from './world.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** Where the descriptors go. */
export interface Recipient {
  readonly worker: PooledWorker;
  /** Is given the ends of pipes that the process has. */
  readonly ends: PipeEnd[];
  /** Is given what is transferred with the messages. */
  readonly ports: MessagePort[];
  readonly terminal: Stream;
  /** Through which the process reads the terminal. */
  readonly gate: TerminalGate;
  /** Serves a stream of the session to the process. @param closed gives it back */
  serve(stream: Stream, closed: () => MaybePromise<void>): MessagePort;
}

/** A message for each thing that is referred to, with all numbers that refer to it. */
export function descriptorMessages(
  descriptors: ReadonlyMap<DescriptorKey, Descriptor>,
  { worker, ends, ports, terminal, gate, serve }: Recipient,
): DescriptorMessage[] {
  const numbers = new Map<OwnDescriptor | 'terminal', DescriptorKey[]>();
  for (const [fd, descriptor] of descriptors) {
    const own = descriptor as OwnDescriptor;
    // One port for the terminal, whatever number leads to it: output keeps its order.
    const shared = own.kind === 'terminal' ? 'terminal' : own;
    numbers.set(shared, [...(numbers.get(shared) ?? []), fd]);
  }
  const target = (own: OwnDescriptor | 'terminal'): TargetMessage => {
    if (own === 'terminal')
      return { kind: 'remote', type: 'terminal', port: serve(gate.guard(terminal), () => {}) };
    if (own instanceof PipeEnd) {
      const { id } = own.pipe;
      own.peerGone = () => worker.post({ type: 'peer-gone', pipe: id });
      ends.push(own);
      ports.push(own.port);
      return { kind: own.kind, id, port: own.port };
    }
    if (own.kind === 'file') return { kind: 'file', path: own.path, mode: own.mode };
    if (own.kind === 'lent') {
      const { stream } = own;
      return stream.type === 'terminal'
        ? { kind: 'remote', type: 'terminal', port: serve(gate.guard(stream), () => {}) }
        : { kind: 'remote', type: 'pipe', port: serve(stream, () => {}) };
    }
    if (own.kind === 'inherited') {
      ports.push(own.port);
      return { kind: 'remote', type: own.type, port: own.port };
    }
    if (own.kind !== 'shared-file') return { kind: 'null' };
    const { stream } = own;
    return { kind: 'remote', type: 'pipe', port: serve(stream, () => stream.close()) };
  };
  return [...numbers].map(([own, fds]) => ({ fds, target: target(own) }));
}
