/** Turns a callback that is called with chunks into something to iterate over. Who is too slow misses the oldest: results do not come this way. */
import type { OutputChunk } from './ports.ts';

export type ChunkQueue = {
  push: (chunk: OutputChunk) => void;
  close: () => void;
  chunks: () => AsyncGenerator<OutputChunk, void, void>;
};

/** In characters. Small, so that what waits is young garbage when it is dropped. */
const LONGEST = 128 * 1024;

export const chunkQueue = (): ChunkQueue => {
  const waiting: OutputChunk[] = [];
  let length = 0;
  let closed = false;
  let wake = (): void => {};
  const take = (): OutputChunk | undefined => {
    const chunk = waiting.shift();
    length -= chunk?.text.length ?? 0;
    return chunk;
  };
  const change = (apply: () => void) => {
    apply();
    wake();
  };
  return {
    push: (chunk) =>
      change(() => {
        waiting.push(chunk);
        length += chunk.text.length;
        while (length > LONGEST && waiting.length > 1) take();
      }),
    close: () =>
      change(() => {
        closed = true;
      }),
    async *chunks() {
      while (!closed || waiting.length > 0) {
        const chunk = take();
        if (chunk) yield chunk;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};
