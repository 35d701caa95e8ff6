/** Turns a callback that is called with chunks into something to iterate over. Who is too slow misses the oldest: results do not come this way. */
import type { OutputChunk } from './ports.ts';

export type ChunkQueue = {
  push: (chunk: OutputChunk) => void;
  close: () => void;
  chunks: () => AsyncGenerator<OutputChunk, void, void>;
};

const LONGEST = 256;

export const chunkQueue = (): ChunkQueue => {
  const waiting: OutputChunk[] = [];
  let closed = false;
  let wake = (): void => {};
  const change = (apply: () => void) => {
    apply();
    wake();
  };
  return {
    push: (chunk) =>
      change(() => {
        waiting.push(chunk);
        if (waiting.length > LONGEST) waiting.shift();
      }),
    close: () =>
      change(() => {
        closed = true;
      }),
    async *chunks() {
      while (!closed || waiting.length > 0) {
        const chunk = waiting.shift();
        if (chunk) yield chunk;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};
