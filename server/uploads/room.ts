import { DomainError } from '@/server/errors';

/** Bytes of files that are in memory at once, on their way or being decoded. */
const ROOM = 128_000_000;
/** Those that wait for room, with nothing of them read yet. */
const IN_LINE = 500;
/** Files of one person at once, so that nobody fills the room alone. */
const EACH = 2;

const line: { bytes: number; enter: () => void }[] = [];
const present = new Map<string, number>();
let free = ROOM;

/** Does a piece of work on a file when there is room for it. @throws BUSY */
export async function withRoom<T>(
  { bytes, userId }: { bytes: number; userId: string },
  work: () => Promise<T>,
): Promise<T> {
  const others = present.get(userId) ?? 0;
  if (others >= EACH || line.length >= IN_LINE) throw new DomainError('BUSY', { retryAfter: 5 });
  present.set(userId, others + 1);
  try {
    await enter(bytes);
    try {
      return await work();
    } finally {
      free += bytes;
      letIn();
    }
  } finally {
    const left = (present.get(userId) ?? 1) - 1;
    if (left > 0) present.set(userId, left);
    else present.delete(userId);
  }
}

function enter(bytes: number) {
  return new Promise<void>((resolve) => {
    line.push({ bytes, enter: resolve });
    letIn();
  });
}

/** In the order in which they came: a small one does not pass a large one for ever. */
function letIn() {
  for (let next = line[0]; next && next.bytes <= free; next = line[0]) {
    line.shift();
    free -= next.bytes;
    next.enter();
  }
}
