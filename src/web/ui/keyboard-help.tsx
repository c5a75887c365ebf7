import { useState } from 'react';
import { lazyDialog } from './lazy-part.tsx';
import { useShortcut } from './shortcuts.tsx';

const KeyboardHelpDialog = lazyDialog(() => import('./keyboard-help-dialog.tsx').then((part) => part.KeyboardHelpDialog));

/** Everything the keyboard can do here; opens on `?`. */
export function KeyboardHelp() {
  const [opened, setOpened] = useState(false);
  useShortcut('?', 'Show this help', () => setOpened(true), { group: 'Everywhere' });
  return <KeyboardHelpDialog opened={opened} close={() => setOpened(false)} />;
}
