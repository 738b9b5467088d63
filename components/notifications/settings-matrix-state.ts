import type { Category, CHANNELS, NotificationType } from '@/server/notifications/catalog';
import type { PreferenceChange } from '@/server/notifications/inputs';
import type { Cell, TypeRow } from '@/server/notifications/types';

export type Channel = (typeof CHANNELS)[number];
export type Mode = Extract<Cell, { used: true }>['mode'];

/** One cell of the matrix, and what stands in it. */
export interface CellMode {
  type: NotificationType;
  channel: Channel;
  mode: Mode;
}

/** Something that was pressed: what is asked of the server, and what is shown until it has answered. */
export interface Press {
  id: number;
  changes: PreferenceChange[] | 'reset';
  shows: CellMode[];
}

export interface MatrixState {
  /** As the server last told them. */
  rows: TypeRow[];
  /** Under way, in the order in which they were made. */
  presses: Press[];
  /** The page holds older rows than these, or newer ones that came while something was under way. */
  isStale: boolean;
}

export type MatrixEvent =
  | { kind: 'pressed'; press: Press }
  | { kind: 'saved'; id: number; rows: TypeRow[] }
  | { kind: 'refused'; id: number }
  /** The page is about to be read anew. */
  | { kind: 'reading' }
  | { kind: 'read'; rows: TypeRow[] };

export function startingWith(rows: TypeRow[]): MatrixState {
  return { rows, presses: [], isStale: false };
}

/**
 * What was refused goes, and nothing else: the other presses stand over the rows as before. What the page reads while
 * something is under way may be older than that, and is not taken over; it is read again afterwards.
 */
export function matrixAfter(state: MatrixState, event: MatrixEvent): MatrixState {
  switch (event.kind) {
    case 'pressed':
      return { ...state, presses: [...state.presses, event.press] };
    case 'saved':
      return { rows: event.rows, presses: without(event.id, state.presses), isStale: true };
    case 'refused':
      return { ...state, presses: without(event.id, state.presses) };
    case 'reading':
      return { ...state, isStale: false };
    case 'read':
      return state.presses.length > 0 || state.isStale
        ? { ...state, isStale: true }
        : { ...state, rows: event.rows };
  }
}

/** The rows with all that is under way laid over them, the latest press on top. */
export function shownRows({ rows, presses }: MatrixState): TypeRow[] {
  if (presses.length === 0) return rows;
  const shown = new Map(presses.flatMap(({ shows }) => shows).map((one) => [keyOf(one), one.mode]));
  const shownCell = (type: NotificationType, channel: Channel, cell: Cell): Cell => {
    const mode = shown.get(keyOf({ type, channel }));
    return cell.used && mode !== undefined ? { ...cell, mode } : cell;
  };
  return rows.map((row) => ({
    ...row,
    channels: {
      inApp: shownCell(row.type, 'inApp', row.channels.inApp),
      email: shownCell(row.type, 'email', row.channels.email),
      push: shownCell(row.type, 'push', row.channels.push),
    },
  }));
}

/** What a group of rows does on a channel, of what can be switched there; undefined: nothing can. */
export function groupState(rows: TypeRow[], channel: Channel): 'on' | 'off' | 'mixed' | undefined {
  const modes = switchable(rows, channel).map(({ mode }) => mode);
  if (modes.length === 0) return undefined;
  const on = modes.filter((mode) => mode !== 'off').length;
  return on === modes.length ? 'on' : on === 0 ? 'off' : 'mixed';
}

/** Whose wishes a group switch stands for. */
export type Group = { scope: 'category'; key: Category } | { scope: 'global'; key: '' };

/**
 * Switches a group on or off on a channel: one wish for the group, and none left below it that says otherwise. So what the
 * catalogue gains later follows it too.
 */
export function groupPress(group: Group, rows: TypeRow[], channel: Channel, mode: Mode): Omit<Press, 'id'> {
  const categories = group.scope === 'global' ? [...new Set(rows.map(({ category }) => category))] : [];
  const own = rows.filter(({ channels }) => {
    const cell = channels[channel];
    return cell.used && cell.rule.startsWith('type:');
  });
  return {
    changes: [
      { ...group, channel, mode },
      ...categories.map((key) => ({ scope: 'category', key, channel, mode: null }) as const),
      ...own.map(({ type }) => ({ scope: 'type', key: type, channel, mode: null }) as const),
    ],
    shows: switchable(rows, channel).map(({ type }) => ({ type, channel, mode })),
  };
}

/** What stands in these cells now, to show again when a change of them is taken back. */
export function modesOf(rows: TypeRow[], cells: CellMode[]): CellMode[] {
  return cells.flatMap(({ type, channel }) => {
    const cell = rows.find((row) => row.type === type)?.channels[channel];
    return cell?.used ? [{ type, channel, mode: cell.mode }] : [];
  });
}

function switchable(rows: TypeRow[], channel: Channel): CellMode[] {
  return rows.flatMap(({ type, channels }) => {
    const cell = channels[channel];
    return cell.used && cell.lock === null ? [{ type, channel, mode: cell.mode }] : [];
  });
}

function keyOf({ type, channel }: Pick<CellMode, 'type' | 'channel'>) {
  return `${type} ${channel}`;
}

function without(id: number, presses: Press[]) {
  return presses.filter((press) => press.id !== id);
}
