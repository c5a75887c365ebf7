import { Button, Group, Modal, TextInput } from '@mantine/core';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './keys.module.css';

/** The key itself. A click beside it does not lose what is shown this once. */
export function KeyOnce({ secret, close }: { secret: string; close: () => void }) {
  return (
    <Modal opened onClose={close} title="The new key" size="lg" closeOnClickOutside={false}>
      <div className={classes.stack}>
        <span>Keep it now, where it is needed: it is shown this once and is nowhere here.</span>
        <TextInput aria-label="Key" value={secret} readOnly rightSection={<CopyButton text={secret} label="Copy it" />} />
        <Group justify="flex-end">
          <Button onClick={close}>Done</Button>
        </Group>
      </div>
    </Modal>
  );
}
