/** Turns a callback that is called with chunks into something to iterate over. */
import type { OutputChunk } from './ports.ts';

export type ChunkQueue = {
  push: (chunk: OutputChunk) => void;
  close: () => void;
  chunks: () => AsyncGenerator<OutputChunk, void, void>;
};

export const chunkQueue = (): ChunkQueue => {
  const waiting: OutputChunk[] = [];
  let closed = false;
  let wake = (): void => {};
  const change = (apply: () => void) => {
    apply();
    wake();
  };
  return {
    push: (chunk) => change(() => void waiting.push(chunk)),
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
