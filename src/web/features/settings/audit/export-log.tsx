import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { raw } from '../../../api/client.ts';
import type { AuditFilter } from '../../../api/documents.ts';
import { ApiError } from '../../../api/errors.ts';
import type { Proof } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { ProofForm, type Way } from '../../../parts/proof-form.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import classes from './audit.module.css';

/** The log as a file, for whoever has just signed in or shows that it is still them. */
export function ExportLog({ filter: { action, since, until }, close }: { filter: AuditFilter; close: () => void }) {
  const organization = useOrganization();
  const [way, setWay] = useState<Way>();
  const fetchLog = async (proof: Proof) => {
    const response = await raw(`/${organization}/audit-log/export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...proof, ...(action && { action }), ...(since && { since }), ...(until && { until }) }),
    });
    return response.blob();
  };
  const save = (content: Blob) => {
    saveFile(`audit-${organization}.jsonl`, content);
    close();
  };
  const simple = useSave({
    send: () => fetchLog({}),
    onDone: save,
    quiet: true,
  });
  const needed = wayIn(simple.error);
  if (needed && needed !== way) setWay(needed);
  return (
    <Modal opened onClose={close} title="Export the audit log" size="md">
      {way ? (
        <ProofForm confirm="Export" ways={[way]} send={fetchLog} onDone={save} onCancel={close}>
          You signed in a while ago: show that it is still you.
        </ProofForm>
      ) : (
        <div className={classes.stack}>
          <FormProblems error={simple.error} fields={[]} />
          <span>
            A line of JSON for each entry, oldest first{action || since || until ? ', narrowed as the list is by subject and time' : ''}.
            That it was exported is written in the log.
          </span>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button loading={simple.isPending} onClick={() => simple.mutate()} data-autofocus>
              Export
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  );
}

/** Which proof the server asks for, if it does. */
function wayIn(error: unknown): Way | undefined {
  if (!(error instanceof ApiError) || error.status !== 422) return undefined;
  const field = error.problems[0]?.loc?.at(-1);
  return field === 'password' ? 'password' : field === 'code' ? 'digits' : undefined;
}
