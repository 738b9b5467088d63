import { z } from 'zod';
import { CATEGORIES, CHANNELS, MODES, TYPE_NAMES } from './catalog';

const TypeField = z.enum(TYPE_NAMES);
const ChannelField = z.enum(CHANNELS);
const MinuteField = z.int().min(0).max(1439);
const DayField = z.int().min(1).max(7);

const WISH = { channel: ChannelField, mode: z.enum(MODES).nullable() };

/** One wish: of everything, a category or a type, on a channel. `null` takes it back, so that what stands above it counts. */
export const SetPreferenceInput = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('global'), key: z.literal(''), ...WISH }),
  z.strictObject({ scope: z.literal('category'), key: z.enum(CATEGORIES), ...WISH }),
  z.strictObject({ scope: z.literal('type'), key: TypeField, ...WISH }),
]);
export type PreferenceChange = z.output<typeof SetPreferenceInput>;

/** Several at once: a group of switches, or taking back what one change did. */
export const SetManyInput = z.strictObject({ changes: z.array(SetPreferenceInput).min(1).max(200) });

export const RevertInput = z.strictObject({ id: z.uuid() });

export const ScheduleFields = z.strictObject({
  quiet: z
    .array(z.strictObject({ day: DayField, from: MinuteField, until: MinuteField }))
    .max(7)
    .refine((quiet) => new Set(quiet.map(({ day }) => day)).size === quiet.length, 'one for each day'),
  digest: z.enum(['four_hours', 'daily', 'weekly']),
  digestMinute: MinuteField,
  digestDay: DayField,
  mailWhileOnline: z.boolean(),
});
export type ScheduleValues = z.output<typeof ScheduleFields>;

/** Until when, ISO 8601, a year ahead at most; null ends the pause. */
export const PauseInput = z.strictObject({ until: z.iso.datetime().nullable() });

export const MuteInput = z.strictObject({
  kind: z.enum(['person', 'group']),
  id: z.uuid(),
  /** ISO 8601; for good when absent. */
  until: z.iso.datetime().optional(),
});
export const UnmuteInput = MuteInput.omit({ until: true });

/** What would happen to one of a type at a moment by the person's clock, `2026-12-06T23:10`. */
export const SimulateInput = z.strictObject({
  type: TypeField,
  at: z.iso.datetime({ local: true, offset: false, precision: -1 }),
  /** Of whom or of which group. */
  object: UnmuteInput.optional(),
});

export const FOLDERS = ['unread', 'all', 'archived', 'held'] as const;
export type FolderName = (typeof FOLDERS)[number];

/** `after`: the id of the last one seen. */
export const ListInput = z.strictObject({ folder: z.enum(FOLDERS), after: z.uuid().optional() });
const IdsField = z.array(z.uuid()).min(1).max(100);
export const MarkReadInput = z.union([
  z.strictObject({ ids: IdsField, read: z.boolean() }),
  /** Everything up to this one. */
  z.strictObject({ upTo: z.uuid() }),
]);
export const ArchiveInput = z.strictObject({ ids: IdsField, archived: z.boolean() });
/** `until`: ISO 8601; null brings them back at once. */
export const SnoozeInput = z.strictObject({ ids: IdsField, until: z.iso.datetime().nullable() });
