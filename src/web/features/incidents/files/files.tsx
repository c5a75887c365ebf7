import { ActionIcon, Button, FileButton, Menu, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Download, Ellipsis, File as FileIcon, Paperclip, Trash2, X } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { answer, client, raw } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import type { StoredFile } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { personName } from '../../../parts/marks.tsx';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { bytes } from '../../../ui/format.ts';
import { Panel } from '../../../ui/page.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { EmptyState, ErrorState, Loading } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import { offReason } from '../allowed.ts';
import { useAt, useIncident } from '../incident-data.ts';
import classes from './files.module.css';
import { type Upload, useUploads } from './uploads.ts';

/** Screenshots, logs and whatever else belongs to the incident. */
export function Files() {
  const organization = useOrganization();
  const incident = useIncident();
  const at = useAt();
  const { data, error, refetch } = useQuery({
    queryKey: keys.part(organization, 'incident', incident.id, 'files'),
    queryFn: () => answer(client.GET('/{organization}/incidents/{incident_id}/files', at)),
  });
  const { uploads, add } = useUploads();
  const [isOver, setOver] = useState(false);
  const off = offReason(incident, 'file');
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!off) {
        event.preventDefault();
        setOver(true);
      }
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (!off) add(event.dataTransfer.files);
    },
  };
  const choose = off ? (
    <ActionButton size="xs" off={off} onClick={() => undefined}>
      Add files
    </ActionButton>
  ) : (
    <FileButton onChange={add} multiple>
      {(props) => (
        <Button {...props} size="xs" leftSection={<Paperclip size={15} aria-hidden />}>
          Add files
        </Button>
      )}
    </FileButton>
  );
  return (
    <section className={classes.zone} data-over={isOver || undefined} aria-label="Files" {...drop}>
      <Panel title="Files" actions={choose} flush>
        {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
        {!data && !error && (
          <div className={classes.pad}>
            <Loading lines={4} />
          </div>
        )}
        <ul className={classes.files}>
          {uploads.map((one) => (
            <UploadRow key={one.key} upload={one} />
          ))}
          {data?.items.map((one) => (
            <FileRow key={one.id} file={one} off={off} />
          ))}
        </ul>
        {data && !data.items.length && !uploads.length && (
          <EmptyState icon={FileIcon} title="No files yet" small>
            {off ?? 'Drop screenshots and logs here, so that nobody has to ask for them later.'}
          </EmptyState>
        )}
      </Panel>
    </section>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  return (
    <li className={classes.file}>
      <FileIcon size={16} aria-hidden />
      <span className={classes.name}>{upload.name}</span>
      <span className={classes.about}>
        {upload.problem ? (
          <span className={classes.problem} role="alert">
            {upload.problem}
          </span>
        ) : (
          <Progress value={upload.share * 100} className={classes.bar} aria-label={`Sent of ${upload.name}`} />
        )}
      </span>
      <span>
        {upload.problem && (
          <Button size="compact-xs" variant="default" onClick={upload.again}>
            Try again
          </Button>
        )}
        <ActionIcon aria-label={`${upload.problem ? 'Forget' : 'Stop'} ${upload.name}`} onClick={upload.stop}>
          <X size={15} aria-hidden />
        </ActionIcon>
      </span>
    </li>
  );
}

function FileRow({ file, off }: { file: StoredFile; off: string | undefined }) {
  const organization = useOrganization();
  const { id } = useIncident();
  const [isDeleting, setDeleting] = useState(false);
  const removal = useSave({
    refresh: [keys.one(organization, 'incident', id)],
    done: 'File deleted.',
    onDone: () => setDeleting(false),
    send: () => answer(client.DELETE('/{organization}/files/{file_id}', { params: { path: { organization, file_id: file.id } } })),
  });
  const download = async () => {
    try {
      saveFile(file.name, await (await raw(`/${organization}/files/${file.id}`)).blob());
    } catch (error) {
      notifications.show({ title: 'Not downloaded', message: messageOf(error), color: 'vermilion' });
    }
  };
  return (
    <li className={classes.file}>
      <FileIcon size={16} aria-hidden />
      <button type="button" className={classes.open} onClick={() => void download()}>
        {file.name}
      </button>
      <span className={classes.about}>
        <span>{bytes(file.size)}</span>
        <span>{personName(file.creator)}</span>
        <When at={file.created_at} />
      </span>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`Act on ${file.name}`}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Download size={15} aria-hidden />} onClick={() => void download()}>
            Download
          </Menu.Item>
          <Menu.Item
            leftSection={<Trash2 size={15} aria-hidden />}
            color="var(--active)"
            disabled={Boolean(off)}
            onClick={() => setDeleting(true)}
          >
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isDeleting}
        title="Delete this file?"
        confirm="Delete"
        danger
        busy={removal.isPending}
        onConfirm={() => removal.mutate()}
        onClose={() => setDeleting(false)}
      >
        {file.name} is gone for everybody.
      </ConfirmDialog>
    </li>
  );
}
