/** Milliseconds. */
const WAIT = { first: 1_000, longest: 60_000 };
const LOOK_EVERY = 15_000;

/** What a stream tells the one who follows it. */
export interface StreamHandlers {
  onMessage: (message: { kind: 'changed' | 'ended' }) => void;
  /** It has broken or ended, or could not be opened; nothing comes any more. */
  onFailed: (why: { sessionEnded: boolean }) => void;
}

export interface Following {
  /** Opens a stream. @returns how to close it */
  open: (handlers: StreamHandlers) => () => void;
  /** The tab: whether it is looked at, and how to hear of it. */
  isVisible: () => boolean;
  onVisibility: (call: () => void) => () => void;
  onChange: () => void;
  /** The session is over. Called once, and nothing is followed any more. */
  onEnded: () => void;
}

/**
 * Calls `onChange` whenever something may have changed, while the tab is looked at: by a stream, and while there is none by
 * asking every 15 seconds. A stream that fails is opened again, after waits that grow from one second to a minute.
 * @returns how to stop
 */
export function followChanges({ open, isVisible, onVisibility, onChange, onEnded }: Following): () => void {
  let close: (() => void) | undefined;
  let failures = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let looking: ReturnType<typeof setInterval> | undefined;

  function begin() {
    // What an earlier stream still says is about nothing.
    let isMine = true;
    const closeStream = open({
      onMessage: ({ kind }) => {
        if (!isMine) return;
        if (kind === 'ended') return end();
        failures = 0;
        clearInterval(looking);
        looking = undefined;
        onChange();
      },
      onFailed: ({ sessionEnded }) => {
        if (!isMine) return;
        if (sessionEnded) return end();
        close?.();
        failures += 1;
        looking ??= setInterval(onChange, LOOK_EVERY);
        again = setTimeout(begin, waitAfter(failures));
      },
    });
    close = () => {
      isMine = false;
      close = undefined;
      closeStream();
    };
  }

  function rest() {
    close?.();
    clearTimeout(again);
    clearInterval(looking);
    looking = undefined;
  }

  function follow() {
    rest();
    failures = 0;
    if (isVisible()) begin();
  }

  const forget = onVisibility(follow);
  function stop() {
    forget();
    rest();
  }
  function end() {
    stop();
    onEnded();
  }
  follow();
  return stop;
}

/** Not the same for everybody, or all come back at the same moment after the server was away. */
function waitAfter(failures: number) {
  return Math.min(WAIT.longest, WAIT.first * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}
