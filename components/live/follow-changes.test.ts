import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followChanges, type StreamHandlers } from './follow-changes';

beforeEach(() => {
  vi.useFakeTimers();
  // The longest of each wait.
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A tab that follows, and what became of each stream that it opened. */
function aTab() {
  const streams: (StreamHandlers & { open: boolean })[] = [];
  const tab = { visible: true, tell: () => {}, forgotten: false };
  const onChange = vi.fn();
  const onEnded = vi.fn();
  const stop = followChanges({
    open: (handlers) => {
      const stream = { ...handlers, open: true };
      streams.push(stream);
      return () => {
        stream.open = false;
      };
    },
    isVisible: () => tab.visible,
    onVisibility: (call) => {
      tab.tell = call;
      return () => {
        tab.forgotten = true;
      };
    },
    onChange,
    onEnded,
  });
  const last = () => {
    const stream = streams.at(-1);
    if (!stream) throw new Error('no stream was opened');
    return stream;
  };
  const show = (visible: boolean) => {
    tab.visible = visible;
    tab.tell();
  };
  return { streams, last, tab, show, onChange, onEnded, stop };
}

const BROKEN = { sessionEnded: false };

test('each message is a change', () => {
  const { last, onChange } = aTab();
  expect(onChange).not.toHaveBeenCalled();
  last().onMessage({ kind: 'changed' });
  last().onMessage({ kind: 'changed' });
  expect(onChange).toHaveBeenCalledTimes(2);
});

test('a stream that fails is opened again after waits that grow to a minute, and meanwhile it is asked every 15 seconds', () => {
  const { streams, last, onChange } = aTab();
  for (const [n, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
    last().onFailed(BROKEN);
    expect(last().open).toBe(false);
    vi.advanceTimersByTime(seconds * 1000 - 1);
    expect(streams).toHaveLength(n + 1);
    vi.advanceTimersByTime(1);
    expect(streams).toHaveLength(n + 2);
  }
  // 183 seconds.
  expect(onChange).toHaveBeenCalledTimes(12);
  last().onMessage({ kind: 'changed' });
  vi.advanceTimersByTime(60_000);
  expect(onChange).toHaveBeenCalledTimes(13);
  // And the next failure is the first again.
  last().onFailed(BROKEN);
  vi.advanceTimersByTime(1000);
  expect(streams).toHaveLength(10);
});

test('nothing is followed while the tab is not looked at, and at the first look it is', () => {
  const { streams, last, show, onChange } = aTab();
  show(false);
  expect(last().open).toBe(false);
  vi.advanceTimersByTime(600_000);
  expect(streams).toHaveLength(1);
  show(true);
  expect(streams).toHaveLength(2);
  // What the stream of before still says is about nothing.
  streams[0]?.onMessage({ kind: 'changed' });
  streams[0]?.onFailed(BROKEN);
  expect(onChange).not.toHaveBeenCalled();
  expect(last().open).toBe(true);
});

test('a tab that is hidden while its stream is broken asks nothing', () => {
  const { streams, last, show, onChange } = aTab();
  last().onFailed(BROKEN);
  show(false);
  vi.advanceTimersByTime(600_000);
  expect(onChange).not.toHaveBeenCalled();
  expect(streams).toHaveLength(1);
});

test.each([
  ['says so', (stream: StreamHandlers) => stream.onMessage({ kind: 'ended' })],
  ['is refused for it', (stream: StreamHandlers) => stream.onFailed({ sessionEnded: true })],
])('when the session is over and the stream %s, that is all', (_, happens) => {
  const { streams, last, tab, onChange, onEnded } = aTab();
  happens(last());
  happens(last());
  expect(onEnded).toHaveBeenCalledTimes(1);
  expect(onChange).not.toHaveBeenCalled();
  expect(last().open).toBe(false);
  expect(tab.forgotten).toBe(true);
  vi.advanceTimersByTime(600_000);
  expect(streams).toHaveLength(1);
});

test('whoever stops hears nothing more', () => {
  const { streams, last, tab, onChange, stop } = aTab();
  last().onFailed(BROKEN);
  stop();
  vi.advanceTimersByTime(600_000);
  expect(streams).toHaveLength(1);
  expect(onChange).not.toHaveBeenCalled();
  expect(tab.forgotten).toBe(true);
});
