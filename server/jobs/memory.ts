export interface Memory {
  has(mark: string): boolean;
  add(mark: string): void;
}

/** Remembers the last `size` marks. */
export function recentMemory(size: number): Memory {
  const marks = new Set<string>();
  return {
    has: (mark) => marks.has(mark),
    add(mark) {
      marks.add(mark);
      const [oldest] = marks;
      if (marks.size > size && oldest !== undefined) marks.delete(oldest);
    },
  };
}
