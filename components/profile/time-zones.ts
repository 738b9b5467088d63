/** "America/Argentina/Buenos_Aires" as people read it: "Buenos Aires (Argentina)". */
export function zoneName(zone: string) {
  const [city = zone, ...region] = zone.replaceAll('_', ' ').split('/').slice(1).reverse();
  return region.length ? `${city} (${region.reverse().join(', ')})` : city;
}

/** The time zones this browser knows, and those of `also` that it spells differently, by part of the world. */
export function timeZoneGroups(also: (string | null | undefined)[]) {
  const known = new Set([
    'UTC',
    ...Intl.supportedValuesOf('timeZone'),
    ...also.filter((zone) => zone != null),
  ]);
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const zone of known) {
    const part = zone.includes('/') ? (zone.split('/', 1)[0] ?? zone) : 'UTC';
    groups.set(part, [...(groups.get(part) ?? []), { value: zone, label: zoneName(zone) }]);
  }
  return [...groups].map(([label, options]) => ({
    label,
    options: options.sort((a, b) => a.label.localeCompare(b.label)),
  }));
}
