import { z } from 'zod';
import { problem } from '@/server/text/inputs';
import { isReservedHandle } from './reserved-handles';

/**
 * Letters of other alphabets, and dashes, that look like one of a-z, 0-9, - or _ (confusables of Unicode TS 39). Those of full
 * width, in circles, in bold and the like are found by what they decompose to.
 */
const LOOKS_LATIN = new Set([
  ...'авгеѕзіјкморпстухьѵԁһӏԛԝүԍҽ', // Cyrillic
  ...'αγεηικνορσςτυχωϲϳ', // Greek
  ...'օսոցհզյլք', // Armenian
  ...'ɑɡɩıɪʏʀɴʟʜʙᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢ', // phonetic
  ...'‐‑‒–—―−﹘﹣＿﹍﹎﹏',
]);

/**
 * The characters that only look like one that a handle is made of, each once; none when there are others as well, since who
 * writes another alphabet does not mean to deceive.
 */
export function lookalikeLetters(typed: string): string[] {
  const foreign = [
    ...new Set(
      typed
        .trim()
        .toLowerCase()
        .replace(/[\0-\x7F]/g, ''),
    ),
  ];
  return foreign.every(looksLatin) ? foreign : [];
}

function looksLatin(character: string) {
  return LOOKS_LATIN.has(character) || /^[a-z0-9_-]+$/.test(character.normalize('NFKC').toLowerCase());
}

/** What a handle is made of, whether or not anybody may have it. */
export const HandleShape = z
  .string()
  .max(200, { ...problem('tooLong'), abort: true })
  .transform((value) => value.trim().replace(/^@/, '').toLowerCase())
  .pipe(
    z
      .string()
      .min(1, { ...problem('required'), abort: true })
      .refine((value) => !lookalikeLetters(value).length, { ...problem('lookalikeLetters'), abort: true })
      .regex(/^[a-z0-9][a-z0-9_-]{1,28}[a-z0-9]$/, { ...problem('notAHandle'), abort: true }),
  );

/** 3 to 30 of a-z, 0-9, - and _, with a letter or digit at both ends; any case is accepted and kept lower. */
export const HandleField = HandleShape.pipe(
  z.string().refine((value) => !isReservedHandle(value), problem('handleReserved')),
);

export const ChangeHandleInput = z.strictObject({ handle: HandleField });

/** What is asked about may be reserved: that is one of the answers. */
export const HandleAvailabilityInput = z.strictObject({ handle: HandleShape });
