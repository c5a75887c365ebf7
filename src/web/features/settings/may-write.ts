import { useIsViewer, useMe } from '../../parts/account.ts';
import type { Item, SettingsResource, WritingRole } from './declaration.ts';

const RANKS: readonly WritingRole[] = ['Member', 'Admin', 'Manager', 'Owner'];

export const atLeast = (role: string | null, least: WritingRole) => RANKS.indexOf(role as WritingRole) >= RANKS.indexOf(least);

/** Whether this person's role reaches; the server decides, this only keeps forms away from people who cannot use them. */
export function useReaches(least: WritingRole): boolean {
  const { role } = useMe();
  const isViewer = useIsViewer();
  return !isViewer && atLeast(role, least);
}

/** Whether this person may change a record, or without one create it. */
export function useMayWrite(resource: SettingsResource, item?: Item): boolean {
  const me = useMe();
  const reaches = useReaches(item ? resource.writes : (resource.creates ?? resource.writes));
  const isViewer = useIsViewer();
  return reaches || (!isViewer && item !== undefined && (resource.owns?.(item, me) ?? false));
}

const WHO: Record<WritingRole, string> = { Member: 'members', Admin: 'administrators', Manager: 'managers', Owner: 'owners' };
export const whoWrites = (least: WritingRole) => WHO[least];
