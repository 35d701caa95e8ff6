/** What a command prints, while it runs and until nothing more of it comes: bounded, and never waited for for ever. */
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { ExecResult } from '../domain/exec.ts';
import type { OutputChunk } from '../engine/ports.ts';
import { boundedText } from './bounded-text.ts';
import type { Wire } from './wire.ts';

const KEPT_CHARACTERS = 512 * 1024;
/** How long a child that outlives the command may keep its stdout open before it is no longer listened to. */
const DRAIN_MS = 200;

export type Streams = { stdout: Readable; stderr: Readable };
type Listener = { onOutput: (chunk: OutputChunk) => void; /** Takes out what the harness says about itself. */ wire?: Wire };
export type Output = Pick<ExecResult, 'stdout' | 'stderr' | 'truncated'>;
export type Listening = {
  /** Once the command has ended: waits for what is still to come, and reads nothing after it. */
  finish: () => Promise<Output>;
  /** Once all has come, from streams that go on to serve others. */
  leave: () => Output;
};

/** What a pipe can hold is read in fewer rounds than these; whoever goes on writing into it is not listened to for ever. */
const ROUNDS = 64;

/** A timer is late before what lies in a pipe is read, when this process was busy: so read until nothing more comes. */
const readOut = async (heard: () => number): Promise<void> => {
  for (let round = 0, before = -1; round < ROUNDS && heard() !== before; round += 1) {
    before = heard();
    await setImmediate();
  }
};

/** Resolves when both streams have ended, or soon after the command has although something still holds them open. */
const drained = async ({ stdout, stderr }: Streams, heard: () => number): Promise<void> => {
  const streams = [stdout, stderr].filter((stream) => !stream.readableEnded && !stream.closed);
  if (streams.length === 0) return;
  const ends = streams.map((stream) => new Promise((resolve) => stream.once('end', resolve).once('close', resolve)));
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(() => void readOut(heard).then(late.resolve), DRAIN_MS);
  await Promise.race([Promise.all(ends), late.promise]);
  clearTimeout(timer);
};

const NAMES = ['stdout', 'stderr'] as const;

export const listen = (streams: Streams, { onOutput, wire }: Listener): Listening => {
  const kept = { stdout: boundedText(KEPT_CHARACTERS), stderr: boundedText(KEPT_CHARACTERS) };
  let heard = 0;
  const take = (stream: OutputChunk['stream'], text: string): void => {
    if (text === '') return;
    kept[stream].add(text);
    onOutput({ stream, text });
  };
  const hear = (name: OutputChunk['stream']) => (text: string) => {
    heard += text.length;
    take(name, wire ? wire.sift(name, text) : text);
  };
  const hearing = { stdout: hear('stdout'), stderr: hear('stderr') };
  for (const name of NAMES) streams[name].setEncoding('utf8').on('data', hearing[name]);
  const leave = (): Output => {
    if (wire) for (const name of NAMES) take(name, wire.rest(name));
    for (const name of NAMES) streams[name].off('data', hearing[name]);
    return { stdout: kept.stdout.text(), stderr: kept.stderr.text(), truncated: kept.stdout.truncated() };
  };
  const finish = async (): Promise<Output> => {
    await drained(streams, () => heard);
    for (const name of NAMES) streams[name].destroy();
    return leave();
  };
  return { finish, leave };
};
