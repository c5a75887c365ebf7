import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy, Download } from 'lucide-react';
import { useMe } from '../../parts/account.ts';
import { saveFile } from '../../ui/save-file.ts';
import classes from './profile.module.css';

/** Recovery codes, this once: the server itself cannot show them again. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { email } = useMe();
  const { copied, copy } = useClipboard({ timeout: 2000 });
  const text = `Recovery codes of ${email} for ${location.host}. Each counts once.\n\n${codes.join('\n')}\n`;
  return (
    <div className={classes.fields}>
      <p className={classes.text}>
        Keep these codes where you find them without your phone. Each signs you in once, and they are not shown again.
      </p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group justify="space-between">
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
            onClick={() => copy(codes.join('\n'))}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
          <Button
            variant="default"
            leftSection={<Download size={15} aria-hidden />}
            onClick={() => saveFile('tocsin-recovery-codes.txt', text)}
          >
            Download
          </Button>
        </Group>
        <Button onClick={onDone} data-autofocus>
          I have kept them
        </Button>
      </Group>
    </div>
  );
}
