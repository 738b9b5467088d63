import { z } from 'zod';
import { storable } from '@/server/text/inputs';
import { isWritable } from '@/server/text/moments';
import { CATEGORIES, CHANNELS, MODES, TYPE_NAMES } from './catalog';
import { FOLDERS, MUTABLE } from './rules';

const TypeField = z.enum(TYPE_NAMES);
const ChannelField = z.enum(CHANNELS);
const MinuteField = z.int().min(0).max(1439);
const DayField = z.int().min(1).max(7);
/** ISO 8601 */
const MomentField = z.iso.datetime().refine(isWritable);

const WISH = { channel: ChannelField, mode: z.enum(MODES).nullable() };

/** One wish: of everything, a category or a type, on a channel. `null` takes it back, so that what stands above it counts. */
export const SetPreferenceInput = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('global'), key: z.literal(''), ...WISH }),
  z.strictObject({ scope: z.literal('category'), key: z.enum(CATEGORIES), ...WISH }),
  z.strictObject({ scope: z.literal('type'), key: TypeField, ...WISH }),
]);
export type PreferenceChange = z.output<typeof SetPreferenceInput>;

/** The same where it stands alone: of one shape, so that what it does not know is refused by name. */
export const SetOneInput = z
  .strictObject({ scope: z.enum(['global', 'category', 'type']), key: z.string().max(64), ...WISH })
  .refine((wish) => SetPreferenceInput.safeParse(wish).success, 'unknown');

/** Several at once: a group of switches, or taking back what one change did. */
export const SetManyInput = z.strictObject({ changes: z.array(SetPreferenceInput).min(1).max(200) });

export const RevertInput = z.strictObject({ id: z.uuid() });

const ScheduleFields = z.strictObject({
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
/** Only what changed is sent, so that two tabs do not undo each other. */
export const SetScheduleInput = ScheduleFields.partial();
export type ScheduleChanges = z.output<typeof SetScheduleInput>;

/** Until when, ISO 8601, a year ahead at most; null ends the pause. */
export const PauseInput = z.strictObject({ until: MomentField.nullable() });

const MutableInput = z.strictObject({
  kind: z.enum(MUTABLE),
  /** In the letters in which the database writes it: it becomes part of a key. */
  id: z.uuid().toLowerCase(),
});
/** Where somebody pressed it, as the history says; the page of the settings when absent. Of an app it says that one did it. */
const PlaceField = z.literal('inbox').optional();
export const UnmuteInput = MutableInput.extend({ from: PlaceField });
export const MuteInput = UnmuteInput.extend({
  /** ISO 8601; for good when absent. */
  until: MomentField.optional(),
});
/** What `next` of the page before said. */
const MuteCursorField = z.strictObject({ at: MomentField, key: storable({ max: 50 }) });
export type MuteCursor = z.output<typeof MuteCursorField>;
export const ListMutesInput = z.strictObject({ after: MuteCursorField.optional() });

export const ListHistoryInput = z.strictObject({ after: z.uuid().optional() });

const DELIVERY_STATES = ['queued', 'held', 'bundled', 'sent', 'failed', 'suppressed'] as const;
export type DeliveryStateName = (typeof DELIVERY_STATES)[number];
const DeliveryCursorField = z.strictObject({ id: z.uuid(), channel: ChannelField });
export type DeliveryCursor = z.output<typeof DeliveryCursorField>;
export const ListDeliveriesInput = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  after: DeliveryCursorField.optional(),
});

/** What would happen to one of a type at a moment by the person's clock, `2026-12-06T23:10`. */
export const SimulateInput = z.strictObject({
  type: TypeField,
  // `local` alone lets a Z pass as well.
  at: z.iso.datetime({ local: true, precision: -1 }).refine((at) => !at.endsWith('Z')),
  /** Of whom or of which group. */
  object: MutableInput.optional(),
});
export type Simulation = z.output<typeof SimulateInput>;

/** `after`: the id of the last one seen. */
export const ListInput = z.strictObject({ folder: z.enum(FOLDERS), after: z.uuid().optional() });
const IdsField = z.array(z.uuid()).min(1).max(100);
/**
 * These, or everything up to one; `asOf`, an answer to that, takes the same ones back: those that were read at that very moment.
 */
export const MarkReadInput = z
  .strictObject({
    ids: IdsField.optional(),
    upTo: z.uuid().optional(),
    read: z.boolean().default(true),
    asOf: MomentField.optional(),
  })
  .refine(
    ({ ids, upTo, read, asOf }) =>
      ids ? !upTo && !asOf : upTo !== undefined && read === (asOf === undefined),
    'ids, or up to one; unread again only as of a moment',
  );
export type MarkReadFields = z.output<typeof MarkReadInput>;
export const ArchiveInput = z.strictObject({ ids: IdsField, archived: z.boolean() });
/** `until`: a year ahead at most; null, and what is past, brings them back at once. */
export const SnoozeInput = z.strictObject({ ids: IdsField, until: MomentField.nullable() });

/** `lastEventId`: of the last message that was had, by which whoever comes back gets what was missed. */
export const StreamInput = z.strictObject({ lastEventId: z.uuid().optional() });
