import { useIsViewer, useMe } from '../../parts/account.ts';
import { atLeast } from './may-write.ts';
import { SETTINGS_PAGES, type SettingsEntry } from './pages.ts';

/** The pages that this person may look at. */
export function useSettingsPages(): SettingsEntry[] {
  const { role } = useMe();
  const isViewer = useIsViewer();
  return SETTINGS_PAGES.filter(({ reach }) => !reach || (!isViewer && atLeast(role, reach)));
}
