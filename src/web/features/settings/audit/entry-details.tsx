import { Modal } from '@mantine/core';
import { Facts } from '../../../ui/facts.tsx';
import { absolute } from '../../../ui/format.ts';
import classes from './audit.module.css';
import { type Entry, ResultMark } from './entry.tsx';

/** Everything that an entry holds. */
export function EntryDetails({ entry, close }: { entry: Entry; close: () => void }) {
  const { action, sequence, at, actor, target, result, reason, network, userAgent, requestId, hash, changes } = entry;
  const mono = (text: string | null) => (text ? <span className={classes.mono}>{text}</span> : undefined);
  const hasChanges = changes && Object.keys(changes).length > 0;
  return (
    <Modal opened onClose={close} title={`${action}, entry ${sequence}`} size="lg">
      <div className={classes.stack}>
        <Facts
          items={[
            ['When', absolute(new Date(at))],
            ['By', `${actor.name ?? 'nobody by name'} (${actor.kind})`],
            ['Whom or what', target ? `${target.name ?? 'no name'} (${target.kind})` : undefined],
            ['Result', <ResultMark key="result" result={result} />],
            ['Reason', reason ?? undefined],
            ['From', mono(network)],
            ['With', mono(userAgent)],
            ['Request', mono(requestId)],
            ['Seal', mono(hash)],
          ]}
        />
        {hasChanges && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
          <section className={classes.changes} tabIndex={0} aria-label="What changed">
            {JSON.stringify(changes, null, 2)}
          </section>
        )}
      </div>
    </Modal>
  );
}
