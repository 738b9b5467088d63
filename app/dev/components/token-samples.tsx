import { Samples } from './sample';

const fills = [
  'bg-background',
  'bg-surface',
  'bg-surface-raised',
  'bg-surface-sunken',
  'bg-surface-hover',
  'bg-border',
  'bg-border-strong',
  'bg-text',
  'bg-text-muted',
  'bg-accent',
  'bg-focus',
  'bg-danger',
  'bg-danger-surface',
  'bg-warning',
  'bg-warning-surface',
  'bg-success',
  'bg-success-surface',
  'bg-staff',
  'bg-staff-surface',
];

/** Colours and sizes of text. */
export function TokenSamples() {
  return (
    <Samples title="Tokens">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-3">
        {fills.map((fill) => (
          <li key={fill} className="text-text-muted text-xs">
            <span className={`mb-1 block h-10 rounded-md border ${fill}`} />
            {fill.slice(3)}
          </li>
        ))}
      </ul>
      <div className="flex flex-col gap-1">
        <p className="font-semibold text-2xl">24 The line of an access page</p>
        <p className="font-semibold text-xl">20 A page’s heading</p>
        <p className="font-semibold text-lg">16 A card’s heading</p>
        <p className="text-base">15 Body: who may see your profile, and what they see of it.</p>
        <p className="text-md">14 Tables, labels and controls</p>
        <p className="text-sm text-text-muted">13 Hints and descriptions</p>
        <p className="text-text-muted text-xs">12 Marks</p>
        <p className="tabular text-md">1234567890 figures of one width 1111111111</p>
        <p className="font-mono text-md">K7QF-2M9X codes</p>
      </div>
    </Samples>
  );
}
