/** Keeps the head and the tail of a stream of text, however long it gets. */

export type BoundedText = { add: (text: string) => void; text: () => string; truncated: () => boolean };

/** At most `limit` characters each of head and tail; what lies between is counted. */
export const boundedText = (limit: number): BoundedText => {
  let head = '';
  let tail = '';
  let dropped = 0;
  return {
    add: (text) => {
      const room = limit - head.length;
      head += text.slice(0, room);
      tail += text.slice(room);
      if (tail.length <= 2 * limit) return;
      dropped += tail.length - limit;
      tail = tail.slice(-limit);
    },
    truncated: () => dropped > 0,
    text: () => (dropped === 0 ? head + tail : `${head}\n[… ${dropped} characters left out …]\n${tail}`),
  };
};
