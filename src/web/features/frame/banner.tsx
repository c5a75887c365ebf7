import { useQuery } from '@tanstack/react-query';
import { Eye, Megaphone, ShieldOff } from 'lucide-react';
import { useIsViewer, useOrganization, useOrganizations } from '../../parts/account.ts';
import { applicationQuery } from '../sign-in/application.ts';
import classes from './frame.module.css';

/** A standing word where whoever reaches the port is let in. */
export function AnonymousBanner() {
  const { data } = useQuery(applicationQuery);
  if (data?.sign_in !== 'none') return null;
  return (
    <div className={classes.banner} role="note">
      <ShieldOff size={16} aria-hidden /> Nobody is asked who they are here: whoever opens this page is the same user. For development only.
    </div>
  );
}

/** A standing word to whoever only looks on: why buttons are off. */
export function ViewerBanner() {
  if (!useIsViewer()) return null;
  return (
    <div className={classes.banner} role="note">
      <Eye size={16} aria-hidden /> You can look at everything here and change nothing. An owner can make you a member who writes.
    </div>
  );
}

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
