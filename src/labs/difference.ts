/** The first line in which two snapshots differ, each side with its section. Pure. */

const sectionAt = (lines: string[], index: number): string => lines.slice(0, index + 1).findLast((line) => line.startsWith('## ')) ?? '';

export const firstDifference = (before: string, after: string): string => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const index = a.findIndex((line, at) => line !== b[at]);
  const at = index === -1 ? a.length : index;
  return `${sectionAt(b, at).slice(3)}: was "${a[at] ?? ''}", is "${b[at] ?? ''}"`;
};
