import { Laptop, MonitorSmartphone, Smartphone, Tv } from 'lucide-react';

const PHONES = new Set(['Android', 'Bada', 'BlackBerry', 'HarmonyOS', 'iOS', 'Windows Phone']);
const SCREENS = new Set(['PlayStation 4', 'Roku', 'Tizen', 'WebOS']);

/** The kind of device that a system runs on, as a picture; its name stands beside it. */
export function DeviceIcon({ system }: { system: string | null }) {
  if (system === null) return <MonitorSmartphone />;
  if (PHONES.has(system)) return <Smartphone />;
  return SCREENS.has(system) ? <Tv /> : <Laptop />;
}
