import ipaddr from 'ipaddr.js';
import { type CityResponse, open, type Reader } from 'maxmind';
import { z } from 'zod';
import { errorCode, StartError } from '@/db/start-error';
import type { Locale } from '@/server/http/locale';

/** Where in the world an address is, roughly. */
export interface Places {
  /**
   * City, region and country in a person's language, `Lyon, Auvergne-Rhône-Alpes, France`, as far as they are known; null
   * for an address of a private network, and where nothing is known.
   */
  nameOf(ip: string | null, locale: Locale): string | null;
}

/** Of an installation without a database of places: nothing is known. */
export const NO_PLACES: Places = { nameOf: () => null };

const Named = z.object({ names: z.record(z.string(), z.string()) }).optional();
/** What of a record is used; databases of cities and of countries have more, others have none of it. */
const Place = z.object({ city: Named, subdivisions: z.array(Named).optional(), country: Named });

/**
 * Reads a database of places in MaxMind's format into memory, where it stays: nothing about an address is asked anywhere
 * else, and a file that is replaced counts from the next start on.
 * @throws StartError
 */
export async function openPlaces(file: string | undefined): Promise<Places> {
  if (file === undefined) return NO_PLACES;
  const reader = await open<CityResponse>(file).catch((error: unknown) => {
    throw new StartError(`GEOIP_DATABASE: ${problemOf(error, file)}`);
  });
  return {
    nameOf(ip, locale) {
      const record = Place.safeParse(ip === null ? undefined : lookUp(reader, ip));
      if (!record.success) return null;
      const { city, subdivisions, country } = record.data;
      const parts = [city, subdivisions?.[0], country].flatMap((part) => {
        const name = part?.names[locale] ?? part?.names.en;
        return name ? [name] : [];
      });
      // A city may be a region, or a country.
      return [...new Set(parts)].join(', ') || null;
    },
  };
}

function lookUp(reader: Reader<CityResponse>, ip: string) {
  if (!ipaddr.isValid(ip)) return null;
  const address = ipaddr.process(ip);
  if (address.range() !== 'unicast') return null;
  if (address.kind() === 'ipv6' && reader.metadata.ipVersion === 4) return null;
  try {
    return reader.get(address.toString());
  } catch {
    // A file that is damaged somewhere in its middle: no reason to hide where somebody is signed in.
    return null;
  }
}

function problemOf(error: unknown, file: string) {
  switch (errorCode(error)) {
    case 'ENOENT':
      return `there is no file ${file}.`;
    case 'EACCES':
    case 'EPERM':
      return `the file ${file} may not be read by this process.`;
    case 'EISDIR':
      return `${file} is a folder. Name the .mmdb file in it.`;
    default:
      return `${file} is no database in MaxMind's format. Unpack it first, and name the .mmdb file.`;
  }
}
