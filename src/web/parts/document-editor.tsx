import { Alert, Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { keys } from '../api/keys.ts';
import type { DocumentContent } from '../api/types.ts';
import { absolute } from '../ui/format.ts';
import { Markdown } from '../ui/markdown.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { ErrorState, Loading } from '../ui/states.tsx';
import { UnsavedGuard } from '../ui/unsaved.tsx';
import { FormProblems, useSave } from '../ui/use-save.tsx';
import { useOrganization } from './account.ts';
import classes from './document-editor.module.css';
import { MarkdownField } from './markdown-field.tsx';
import { personName } from './marks.tsx';

type Props = { documentId: number; mayWrite: boolean /** said below the label */; help?: string };

const contentKey = (organization: string, documentId: number, version?: number) =>
  keys.part(organization, 'document', documentId, 'content', version);

function useContent(documentId: number, version?: number) {
  const organization = useOrganization();
  return useQuery({
    queryKey: contentKey(organization, documentId, version),
    queryFn: () =>
      answer(
        client.GET('/{organization}/documents/{document_id}/content', {
          params: { path: { organization, document_id: documentId }, query: version === undefined ? {} : { version } },
        }),
      ) as Promise<DocumentContent>,
  });
}

/** A document's text with its versions. Two people who write at once are told, and neither loses anything. */
export function DocumentEditor({ documentId, mayWrite, help }: Props) {
  const { data, error, refetch } = useContent(documentId);
  const [shown, setShown] = useState<number>();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  return (
    <div className={classes.editor}>
      {data.versions.length > 1 && <Versions content={data} shown={shown} choose={setShown} />}
      {shown === undefined || shown === data.version ? (
        <Writing documentId={documentId} stored={data} mayWrite={mayWrite} {...(help && { help })} />
      ) : (
        <OldVersion documentId={documentId} version={shown} />
      )}
    </div>
  );
}

function Versions({
  content,
  shown,
  choose,
}: {
  content: DocumentContent;
  shown: number | undefined;
  choose: (version: number | undefined) => void;
}) {
  const label = (version: DocumentContent['versions'][number]) =>
    [`Version ${version.version}`, absolute(new Date(version.created_at)), personName(version.author)].filter(Boolean).join(' · ');
  const data = [...content.versions]
    .sort((a, b) => b.version - a.version)
    .map((one) => ({ value: String(one.version), label: one.version === content.version ? `${label(one)} (current)` : label(one) }));
  return (
    <Select
      label="Version"
      allowDeselect={false}
      data={data}
      value={String(shown ?? content.version)}
      onChange={(next) => choose(Number(next) === content.version ? undefined : Number(next))}
      maw="30rem"
    />
  );
}

function OldVersion({ documentId, version }: { documentId: number; version: number }) {
  const { data, error, refetch } = useContent(documentId, version);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  return <div className={classes.old}>{data.content.trim() ? <Markdown text={data.content} /> : 'Empty.'}</div>;
}

function Writing({ documentId, stored, mayWrite, help }: Props & { stored: DocumentContent }) {
  const organization = useOrganization();
  const [base, setBase] = useState(stored);
  const [text, setText] = useState(stored.content);
  const isDirty = text !== base.content;
  const isOld = stored.version > base.version;
  // Nothing of our own would be lost: follow what others write.
  if (isOld && !isDirty) {
    setBase(stored);
    setText(stored.content);
  }
  const save = useSave<number, DocumentContent>({
    send: (version) =>
      answer(
        client.PUT('/{organization}/documents/{document_id}/content', {
          params: { path: { organization, document_id: documentId } },
          body: { content: text, version },
        }),
      ) as Promise<DocumentContent>,
    refresh: [keys.one(organization, 'document', documentId)],
    done: 'The text is saved.',
    quiet: true,
    onDone: (next) => setBase(next),
  });
  const isConflict = isDirty && (isOld || (save.error instanceof ApiError && save.error.status === 409));
  const submit = () => isDirty && !save.isPending && save.mutate(base.version);
  useShortcut('mod+Enter', 'Save the text', submit, { enabled: mayWrite });
  if (!mayWrite) return <div className={classes.old}>{text.trim() ? <Markdown text={text} /> : 'Nothing is written here yet.'}</div>;
  return (
    <>
      {isConflict ? (
        <Conflict
          theirs={stored}
          isBusy={save.isPending}
          overwrite={() => save.mutate(stored.version)}
          take={() => {
            setBase(stored);
            setText(stored.content);
            save.reset();
          }}
        />
      ) : (
        <FormProblems error={save.error} fields={[]} />
      )}
      <MarkdownField label="Text" value={text} onChange={setText} {...(help && { description: help })} minRows={14} maxRows={40} />
      <Group justify="flex-end" gap="sm">
        {isDirty && (
          <Button variant="default" disabled={save.isPending} onClick={() => setText(base.content)}>
            Discard
          </Button>
        )}
        <Button loading={save.isPending} disabled={!isDirty || isConflict} onClick={submit}>
          Save the text
        </Button>
      </Group>
      <UnsavedGuard dirty={isDirty && !save.isPending} what="the text" />
    </>
  );
}

function Conflict({
  theirs,
  isBusy,
  overwrite,
  take,
}: {
  theirs: DocumentContent;
  isBusy: boolean;
  overwrite: () => void;
  take: () => void;
}) {
  const author = personName(theirs.versions.find((one) => one.version === theirs.version)?.author) || 'Somebody';
  return (
    <Alert color="amber" variant="light" role="alert" title={`${author} saved version ${theirs.version} meanwhile`}>
      Your text is still below. What they wrote stays in the list of versions, whatever you choose.
      <details className={classes.theirs}>
        <summary>Read their version</summary>
        <Markdown text={theirs.content} />
      </details>
      <Group gap="xs" mt="sm">
        <Button size="xs" loading={isBusy} onClick={overwrite}>
          Save mine as the newest
        </Button>
        <Button size="xs" variant="default" disabled={isBusy} onClick={take}>
          Continue with theirs
        </Button>
      </Group>
    </Alert>
  );
}
