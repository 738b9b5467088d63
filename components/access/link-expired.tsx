import { PlainLink } from '@/components/ui/plain-link';
import { AccessHeading } from './access-heading';

/** A link from a mail that is used, too old or none of ours, and where to go instead. */
export function LinkExpired({
  title,
  text,
  links,
  focused = false,
}: {
  title: string;
  text: string;
  links: { href: string; label: string }[];
  /** The person has just pressed a button, and this is what came of it. */
  focused?: boolean;
}) {
  return (
    <>
      <AccessHeading title={title} lead={text} focused={focused} />
      <p className="flex flex-wrap justify-center gap-x-6 gap-y-3 text-md">
        {links.map(({ href, label }) => (
          <PlainLink key={href} href={href}>
            {label}
          </PlainLink>
        ))}
      </p>
    </>
  );
}
