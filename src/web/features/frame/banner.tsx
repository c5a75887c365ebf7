import { Megaphone } from 'lucide-react';
import { useOrganization, useOrganizations } from '../../parts/account.ts';
import classes from './frame.module.css';

/** What the owners of the organization want everybody to read. */
export function Banner() {
  const slug = useOrganization();
  const organization = useOrganizations().data?.find((one) => one.slug === slug);
  if (!organization?.banner_enabled || !organization.banner_text) return null;
  return (
    <div
      className={classes.banner}
      role="note"
      style={organization.banner_color ? { borderInlineStartColor: organization.banner_color } : undefined}
    >
      <Megaphone size={16} aria-hidden /> {organization.banner_text}
    </div>
  );
}
