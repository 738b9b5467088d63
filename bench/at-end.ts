type Undo = () => Promise<unknown>;

const undo: Undo[] = [];
let ending: Promise<void> | undefined;

/** Remembers what is to be undone when the run ends, however it ends; the last begun is the first to go. */
export function atEnd(action: Undo) {
  undo.push(action);
}

/** Undoes everything, once. */
export function end(): Promise<void> {
  ending ??= unwind();
  return ending;
}

/** Ends the run at Ctrl-C. @returns whether that has happened */
export function endOnSignal(): () => boolean {
  let asked = false;
  const stop = () => {
    asked = true;
    void end().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return () => asked;
}

async function unwind() {
  for (let action = undo.pop(); action; action = undo.pop()) {
    try {
      await action();
    } catch (error) {
      process.stderr.write(`While ending: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}
